"""The open words of notes: names of people, places and firms. Each belongs to one split."""

FIRST = """
Maria Anna Tom Lukas Sophie Ahmed Fatima Yusuf Chen Wei Mei Hiroshi Yuki Kenji Sakura Priya Arjun
Ravi Anjali Deepak Olga Ivan Dmitri Svetlana Katya Natasha Boris Pavel Marta Jakub Zofia Piotr
Agnieszka Tomasz Jana Petr Lenka Milan Ana Jovan Dragan Ivana Luka Nikola Elena Giorgos Dimitra
Kostas Eleni Sofia Marco Giulia Luca Francesca Paolo Chiara Matteo Pierre Marie Camille Louis Chloé
Antoine Élodie Mathieu Juan Carmen Pablo Lucía Diego Javier Rosa Miguel Inés João Beatriz Tiago Rui
Catarina Lars Ingrid Sven Astrid Björn Freya Nils Maja Erik Sanna Mikko Aino Jukka Päivi Kaisa
Mehmet Ayşe Emre Zeynep Murat Elif Omar Layla Hassan Amina Khalid Noor Samir Leila Tariq Yasmin
Farid Nadia Karim Kwame Ama Kofi Abena Chidi Ngozi Emeka Adaeze Tunde Folake Zola Thabo Sipho Lerato
Naledi Wanjiru Kamau Achieng Otieno Minh Linh Thuy Nguyet Duc Somchai Malee Budi Siti Dewi Agus
Rizal Jose Liza Ramon Hyun Min-jun Seo-yeon Jiho Soo Aroha Tane Keanu Leilani Liam Noah Emma Olivia
Ava Ethan Mason Sarah James John Peter Paul David Daniel Michael Chris Kevin Brian Steve Susan Karen
Linda Julie Helen Alice Charlotte Henry George Oliver Harry Jack Charlie Oscar Ruby Lily Isla Poppy
Ella Megan Rhys Owen Gareth Sian Bronwyn Angus Fiona Ewan Morag Hamish Niamh Aoife Siobhan Declan
Sean Connor Ciara Padraig Ben Sam Alex Max Leo Nina Lena Mia Hannah Jonas Felix Klaus Jürgen Heike
Sabine Uwe Birgit Greta Matthias Stefan Ulrike Anke Torsten Silke Dieter Ute Wolfgang Rainer Monika
Gerd Andrea Bettina Moritz Anneke Joost Daan Sanne Femke Maarten Willem Pieter Saskia Jeroen Marieke
Bram Tess Noor Kim Robin Jesse Tina Andy Mike Joe Dan Nick Matt Greg Jeff Scott Ryan Josh Adam Eric
Aaron Tyler Kyle Brandon Justin Jessica Ashley Amanda Emily Rachel Laura Lauren Nicole Katie Kelly
Heather Amy Angela Michelle Melissa Stephanie Rebecca Samantha Diana Vanessa Monica Veronica Natalia
Valentina Camila Mateo Santiago Andrés Felipe Ximena Guadalupe Esteban Rodrigo Fernanda Thiago
Larissa Marcelo Vitor Shira Noam Avi Tamar Eitan Rivka Moshe Yael Levon Ani Tigran Nino Giorgi
Tamara Aigul Nurlan Timur Dinara Bataar Oyun Sanjay Meera Vikram Lakshmi Kavita Rahul Sunita Nikhil
Asha Harpreet Gurpreet Simran Imran Ayesha Bilal Zainab Usman Rashid Farah Shabnam Dariush Parisa
Kaveh Shirin Reza Golnaz Tenzin Pema Dorji Nimal Kumari Chaminda Thandi Mpho Wale Bisi Sade Femi
Ifeoma Uche Obinna Makena Njeri Baraka Zuri Imani Hamza Salma Rania Walid Hiba Ziad Ilse Benedikt
Veronika Zdenek Radka Ondrej Matej Zuzana Bence Réka Gábor Zsófia Attila Ilona Andrei Ioana Mihai
Raluca Bogdan Denisa Vlad Kristina Janis Ilze Tomas Ruta Kristjan Liis Maarja Jaan Sigrún Einar
Gunnar Solveig Torbjørn Åse Øyvind Ragnhild Kjell Magnus Linnea Viggo Elsa Hugo Ines Amélie Baptiste
Clément Manon Océane Yannick Maëlle Bastien
"""

LAST = """
Lopez Okafor Schmidt Müller Nguyen Tanaka Patel Singh Kowalski Novak Ivanov Petrova Rossi Bianchi
Ferrari Dubois Moreau Lefèvre Garcia Martinez Fernández Silva Santos Oliveira Costa Andersson
Johansson Nilsson Hansen Larsen Virtanen Korhonen Yılmaz Demir Kaya Haddad Mansour Khan Ahmed
Hussein Rahman Ali Mensah Boateng Adeyemi Balogun Eze Nwosu Dlamini Nkosi Mokoena Mwangi Kariuki
Odhiambo Tran Pham Hoang Suzuki Yamamoto Watanabe Sato Kim Lee Choi Wang Zhang Liu Huang Wu Santoso
Wijaya Reyes Cruz Bautista Mendoza Smith Jones Taylor Williams Davies Evans Thomas Roberts Walker
Wright Robinson Thompson Hughes Edwards Harrison Murphy Kelly O'Brien O'Sullivan Byrne Doyle
Gallagher MacDonald Campbell Stewart Fraser McKenzie Sinclair Miller Wilson Moore Anderson Jackson
Harris Clark Lewis Allen Nelson Carter Mitchell Perez Turner Phillips Parker Collins Morris Rogers
Morgan Cooper Richardson Cox Howard Peterson Ramirez Flores Sanchez Torres Diaz Vargas Castillo
Romero Herrera Jiménez Ruiz Navarro Ortega Delgado Ibáñez Becker Weber Wagner Hoffmann Schäfer Koch
Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hartmann Lange Krause
Lehmann Köhler Huber Gruber Steiner Pichler Brunner Keller Meier Frei Baumann Vogel Jansen de_Vries
van_Dijk Bakker van_den_Berg Visser Smit Mulder de_Groot Bos Peeters Maes Claes Wouters Dupont
Lambert Laurent Simon Fontaine Rousseau Girard Chevalier Mercier Blanc Guérin Conti Esposito Romano
Colombo Ricci Marino Greco Gallo De_Luca Mancini Lombardi Papadopoulos Georgiou Nikolaidis Ioannou
Popescu Ionescu Dumitru Horvath Szabo Nagy Kovács Tóth Varga Dvořák Svoboda Procházka Marković
Petrović Jovanović Horvat Babić Nowak Wiśniewski Wójcik Zieliński Lewandowski Kozłowska Shevchenko
Kovalenko Bondarenko Volkov Sokolov Morozova Popov Kuznetsov Ozols Kalnins Kazlauskas Tamm Saar Mägi
Nieminen Mäkinen Laine Heikkinen Bergström Lindqvist Ekström Holm Dahl Haugen Berge Solberg
Kristensen Mortensen Jónsson Einarsdóttir Goldberg Cohen Levy Mizrahi Friedman Shapiro Petrosyan
Sargsyan Beridze Aliyev Karimov Nazarbayeva Iyer Nair Menon Reddy Rao Gupta Sharma Verma Mehta Desai
Joshi Kapoor Malhotra Chatterjee Banerjee Sen Fernando Perera Silva Jayawardena Gurung Sherpa Thapa
Karki Chowdhury Begum Siddiqui Qureshi Malik Sheikh Ansari Farooqi Hosseini Rezaei Ahmadi Karimi
Tehrani Al-Masri El-Sayed Ben_Ali Bensaid Amrani Tazi Diop Ndiaye Traoré Keita Coulibaly Diallo
Asante Owusu Osei Abubakar Suleiman Ibrahim Danjuma Chukwu Okonkwo Achebe Oyelaran Wambui Kimani
Njoroge Chebet Moyo Ncube Banda Phiri Tembo Mulenga Zulu Khumalo van_Wyk Botha du_Plessis Nakamura
Kobayashi Ito Kato Yoshida Matsumoto Hayashi Mori Ogawa Fujita Okada Jung Kang Yoon Lim Han Seo Lin
Zhao Xu Guo Feng Deng Lam Wong Chan Cheung Leung Ng Tan Goh Koh Teo Le Vo Dang Bui Srisai Chaiyasit
Hidayat Setiawan Aquino Villanueva Salazar Kahale Tuilagi Ngata Parata Whitmore Ashby Hawthorne
Pemberton Lockhart Fairfax Abernathy Calloway Winslow Thackeray Prescott Marlowe Ellery Haverford
Kingsley
"""

#: What rooms, cafés, streets, clinics are called.
PLACES = """
Luna Oslo Darwin Mercury Saturn Apollo Orion Vega Aurora Atlas Titan Phoenix Lotus Jasmine Olive
Cedar Maple Oak Birch Willow Elm Aspen Magnolia Laurel Rosewood Juniper Linden Hazel Ivy Clover
Heather Primrose Tulip Orchid Iris Dahlia Einstein Curie Newton Turing Kepler Galileo Tesla Faraday
Lovelace Hopper Mozart Bach Verdi Chopin Picasso Monet Dali Everest Matterhorn Etna Vesuvio Fuji
Kilimanjaro Danube Rhine Thames Seine Tiber Volga Amazon Niagara Baltic Adriatic Riviera Bellevue
Belvedere Miramar Astoria Savoy Bristol Metropol Continental Imperial Regent Windsor Balmoral
Chelsea Camden Soho Brooklyn Harlem Monaco Capri Sorrento Amalfi Positano Portofino Verona Siena
Ravenna Toscana Napoli Roma Milano Torino Palermo Havana Bombay Saigon Shanghai Kyoto Sakura Bamboo
Dragon Jade Lantern Pagoda Nirvana Karma Zen Sunset Sunrise Horizon Harbour Lighthouse Anchor
Compass Meridian Pacific Atlantic Arctic Polaris Nova Comet Galaxy Victoria Albert Elizabeth
Charlotte Nelson Wellington Churchill Lincoln Washington Jefferson Franklin Kennedy Mandela Gandhi
Goethe Schiller Beethoven Kant Humboldt Gutenberg Dürer Rembrandt Vermeer Rubens Hermes Athena
Artemis Delphi Sparta Olympia Corinth Babylon Nile Sahara Kalahari Serengeti Zanzibar Casablanca
Marrakesh Medina Alhambra Granada Sevilla Cordoba Lisboa Porto Bilbao Valencia Mallorca Ibiza Corfu
Rhodes Crete Cyprus Malta Riverside Hillcrest Lakeside Meadow Greenfield Fairview Parkside Westgate
Eastgate Northgate Southgate Kingsway Queensway Highfield Brookside Ashford Whitby Camber Dover
Filey Selby Thorpe Hadley Norwood Linwood Elmwood Redwood Beechwood Oakwood Kirkwood Ashgrove Rowan
Alder Hawthorn Sycamore Chestnut Walnut Poplar Cypress Acacia Eucalyptus Bluebell Foxglove Marigold
Saffron Ginger Peña Señorío Müritz Grünwald Königsee Östermalm Ångström Malmö Brønshøj
Søndermark Łódź Żabka Kraków Čapek Dvořák Šárka Bříza Élysée Mérimée Lumière Étoile Crémerie Forêt
Chêne Açaí Guimarães Conceição Évora Málaga Cádiz León Córdoba Núñez Ramón Zócalo Bergerac
Patrick Oswald Agnes Barnabas Hedwig Nikolai Petri Sebald Ursula Cuthbert Columba Pankras
Tinker Badger Otter Heron Kestrel Magpie Beaver Falcon Puffin Robin Wren Swallow Kingfisher Hedgehog
Mühle Linde Post Adler Hirsch Krone Sonne Rössli Löwen Bären Traube Rebstock Schwan Ochsen Engel
Fontana Colonna Duomo Arno Vecchio Trevi Rialto Brera Navona Loreto Lucca Parma Modena Treviso
"""

CITIES = """
Berlin Hamburg Munich Cologne Vienna Zurich Geneva Basel Paris Lyon Marseille Lille Brussels Antwerp
Ghent Amsterdam Rotterdam Utrecht London Manchester Leeds Glasgow Edinburgh Dublin Cork Madrid
Barcelona Lisbon Rome Milan Turin Naples Athens Sofia Bucharest Budapest Prague Brno Bratislava
Warsaw Krakow Gdansk Vilnius Riga Tallinn Helsinki Tampere Stockholm Gothenburg Malmö Copenhagen
Aarhus Bergen Trondheim Reykjavik Istanbul Ankara Izmir Cairo Tunis Rabat Lagos Accra Nairobi
Kampala Durban Pretoria Mumbai Delhi Chennai Pune Dhaka Bangkok Hanoi Jakarta Manila Seoul Busan
Tokyo Osaka Taipei Sydney Perth Auckland Toronto Montreal Boston Chicago Denver Seattle Austin
Dallas Houston Atlanta Miami Portland Phoenix Lima Quito Bogota Santiago Graz Linz Salzburg Leipzig
Dresden Bremen Hanover Stuttgart Nuremberg
"""

FIRMS = """
Siemens Bosch Vodafone IKEA DHL FedEx UPS Amazon Netflix Spotify Telekom Allianz Barclays Lidl Aldi
Tesco Rewe Hilti Makita Miele Philips Samsung Sony Canon Epson Lenovo Dell Shell Aral Volvo Toyota
Renault Fiat Skoda Opel Nissan Michelin Pirelli Continental Castrol Festool Karcher Tefal Bayer
Roche Pfizer Santander Revolut PayPal Zalando Ryanair Lufthansa Hertz Sixt Uber Deliveroo Brightline
Northwind Bluepeak Greenleaf Ironbridge Silverline Quickfix Redstone Stonegate Clearwater Starlight
Oakline Metalux Fixit Printworks Cleanco Powertec Glasspro Coldchain
"""

DOMAINS = """
gmail.com yahoo.com outlook.com gmx.de web.de hotmail.com icloud.com proton.me posteo.de mail.com
fastmail.com example.com example.org example.net web.example orange.fr libero.it hotmail.co.uk
btinternet.com uni-halle.de kth.se mail.ru wp.pl
"""
