r"""Kits for what is no log line: beginnings and endings that all go together.

Each pair of a beginning and an ending is a template of its own. Parts are parted by ` ; `, for code
needs its marks.
"""

KITS = (
    (
        "why is ; can you tell me why ; do you know why ; how come ; I wonder why ; could it be"
        " that ; is it bad that ; explain to me why ; what do I do when ; what should I do if ;"
        " does it matter if ; what happens when ; how do I notice that ; do you mind if",
        "my disk is full? ; the memory is always full? ; the wifi is so slow? ; my login does not"
        " work? ; the fan is so loud? ; the battery is empty so soon? ; the update takes ages? ;"
        " the camera is not found? ; the server does not answer? ; the service crashed last night?"
        " ; the temperature is above 80 degrees? ; the certificate has expired? ; my settings are"
        " lost? ; the usb stick is not recognised? ; the system is out of memory? ; the drive is"
        " read-only?",
    ),
    (
        "how do I ; how can I ; what is the best way to ; please show me how to ; is there a way"
        " to ; can you help me to ; I would like to ; I need to ; we want to ; remind me to ;"
        " could you ; would you please ; tell me how to ; let's ; don't forget to ; you have to ;"
        " try to",
        "restart {app} ; free some disk space ; change my password ; update the firmware of"
        " {host} ; replace the fan ; charge the battery ; edit {conf} ; check the temperature ;"
        " mount the backup disk ; open the logs ; renew the certificate ; add more memory ; reset"
        " the router ; connect the camera ; see the errors of {day} ; install {pkg} ; read the"
        " sensor ; stop the service ; write a letter to {name} ; book a table for {few} ; learn"
        " some French ; cook for {n} people ; clean the {room}",
    ),
    (
        "{name} says ; I think ; I heard that ; my boss believes ; they told me that ; yesterday"
        " {name} wrote that ; I hope ; it seems to me that ; as you know, ; to be honest, ; in my"
        " opinion ; the newspaper says ; we talked about it and",
        "the disk should be replaced ; nobody needs that much memory ; the network was better"
        " last year ; the new battery is wonderful ; we should not touch the server ; the old fan"
        " was too loud ; the update was a good idea ; the camera takes nice pictures ; a password"
        " must be long ; the service here is excellent ; it will rain on {day} ; the meeting was"
        " too long ; {name} is right ; the holidays were far too short ; we ought to buy a bigger"
        " house ; the heating costs too much ; the error was ours",
    ),
    (
        "sudo ; $ ; # ; ~$ ; {user}@{host}:~$ ; run: ; $ sudo ; time ; watch -n 5 ; ssh {host}",
        "systemctl restart {app} ; systemctl status {app} ; systemctl stop {unit} ; df -h ; free"
        " -m ; apt update ; apt install {pkg} ; dnf upgrade {pkg} ; journalctl -u {app} ; dmesg -w"
        " ; mount /dev/{part} {mount} ; umount {mount} ; fsck /dev/{part} ; ping {domain} ; ip"
        " addr show {iface} ; ip link set {iface} up ; cat {path} ; rm {path} ; chmod 755 {path} ;"
        " passwd {user} ; useradd {user} ; lsusb ; lspci -nn ; nvidia-smi ; sensors ; reboot ;"
        " shutdown -h now ; smartctl -H /dev/{dev} ; docker ps ; docker restart {app} ; tail -n"
        " {n} {path} ; nano {conf} ; vim {conf} ; kill -9 {pid} ; top ; htop ; swapon -a ; cp"
        " {path} {mount}",
    ),
    (
        "print( ; log.info( ; log.error( ; logger.warning( ; console.log( ; printf( ;"
        " fmt.Println( ; println!( ; raise ValueError( ; throw new Error( ; return Err( ;"
        " assert_eq!(msg, ; x = ; const text = ; echo",
        '"disk full") ; "out of memory") ; "connection refused") ; "login failed") ; "service'
        ' started") ; "battery low") ; "update done") ; "camera not found") ; "temperature: %d") ;'
        ' "hello {name}") ; "invalid config") ; "permission denied") ; "fan stopped") ; "{word}")',
    ),
    (
        "if disk.full(): ; if battery < {n}: ; while memory.free() > {n}: ; for log in logs: ;"
        " except TimeoutError: ; def on_error(e): ; class {word}: ; with open(path) as f: ; async"
        " def poll(): ; if user.is_admin: ; elif temperature > {n}: ; try:",
        "\\n    return ; \\n    pass ; \\n    fan.start() ; \\n    notify('{name}') ; \\n"
        " restart() ; \\n    print({n}) ; \\n    retries += 1 ; \\n    raise ; \\n    self.count ="
        " {n} ; \\n    shutdown()",
    ),
    (
        "## ; # ; Chapter {n}: ; Section {few}. ; Title: ; Subject: ; Lesson {n}: ; Question {n}:"
        " ; Topic: ; Part {few} - ; Re: ; FAQ: ; Task {id}:",
        "Disk usage ; Memory and swap ; Networks for beginners ; How to log in ; Starting a"
        " service ; Cooling and fans ; Batteries and power ; Installing updates ; Settings"
        " explained ; Connecting a camera ; Holidays in {month} ; Our new colleague {name} ; Lunch"
        " on {day} ; Cleaning the {room} ; Error messages and what they mean ; Hardware we like ;"
        " Troubleshooting ; Birthday of {name}",
    ),
    (
        "the old ; a broken ; my grandmother's ; the last ; an empty ; this wonderful ; the quiet"
        " ; every ; the captain's ; a forgotten",
        "battery sleeps beneath the stairs ; fan turns slowly in the summer heat ; disk goes"
        " round and round like the moon ; memory of rain stays in the house ; network of roads"
        " leads to the sea ; camera lies in the grass ; key opens no door any more ; letter was"
        " never sent ; garden waits for {name} ; bus leaves at seven ; power of a song is hard to"
        " explain ; machine hums a tune",
    ),
    (
        "buy ; order ; return ; fix ; clean ; find ; bring ; ask {name} about ; sell ; pack ;"
        " paint ; pay for ; look for ; call about",
        "a new battery ; the fan in the {room} ; two disks ; memory cards ; the camera ; {n}"
        " screws ; the power strip ; the network cable ; milk and bread ; the car ; tickets for"
        " {day} ; the heating ; the printer ; a birthday present ; the key for the {room}",
    ),
    (
        "add ; boil ; fry ; stir in ; chop ; mix ; bake ; pour in ; cut ; serve ; melt ; season",
        "the onions for {n} minutes ; {n} g of flour ; the potatoes until soft ; two cups of milk"
        " ; the butter over low heat ; salt and pepper to taste ; the dough ; the sauce and let it"
        " cool ; the vegetables in thin slices ; everything with fresh bread",
    ),
    (
        "turn on ; turn off ; switch off ; open ; close ; please open ; set ; dim ; stop ; can"
        " you turn off ; I'd like you to switch on",
        "the light in the {room} ; the {room} blinds ; the heating ; the fan in the {room} ; the"
        " radio ; the garage door ; the {room} lamp ; everything in the {room} ; the coffee"
        " machine ; the music",
    ),
    (
        "The river ; Our school ; The city ; A good teacher ; The museum ; The film ; The club ;"
        " The orchestra ; This book ; The company ; The baker ; The old king ; My sister ; The"
        " railway",
        "was founded in 18{n}. ; is known for its garden. ; has {n} members. ; opens again in"
        " {month}. ; gave up after the war. ; was better than expected. ; failed to impress"
        " {name}. ; lost a lot of money last year. ; moved to another town. ; has a long history."
        " ; runs through the valley. ; never came back. ; is out of order on {day}s. ; started"
        " late, as always.",
    ),
)
