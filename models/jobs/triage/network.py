"""What logs say about links, addresses, names and far ends."""

INFO = """
{iface}: Link is Up - 1Gbps/Full - flow control rx/tx
{iface}: link becomes ready
IPv6: ADDRCONF(NETDEV_CHANGE): {iface}: link becomes ready
link on {iface} is up, 100 Mbit/s full duplex
{iface} NIC Link is Up 1000 Mbps Full Duplex
{iface}: Gained carrier
{iface}: Gained IPv6LL
{iface}: carrier acquired
{iface}: associated with access point {mac}
{iface}: Associated with {mac}
wlan0: authenticated, associate with {mac} (try 1/3)
CTRL-EVENT-CONNECTED - Connection to {mac} completed
connected to wifi {ssid}, signal -{pct} dBm
joined wireless network {ssid} on channel {n}
device ({iface}): Activation: successful, device activated.
device ({iface}): state change: ip-config -> activated
manager: NetworkManager state is now CONNECTED_GLOBAL
DHCPACK of {ip} from {ip}
DHCPDISCOVER on {iface} to 255.255.255.255 port 67 interval {n}
DHCPOFFER(br0) {ip} {mac} {host}
DHCPACK({iface}) {ip} {mac} {host}
{iface}: leased {ip} for {nn} seconds
bound to {ip} -- renewal in {nn} seconds.
got address {ip} from dhcp
lease of {ip} renewed for {host}
{iface}: DHCPv4 address {ip}/24 via {ip}
address {ip} added to {iface}
New address {ip6} on {iface}
default route via {ip} set on {iface}
route to {ip}/24 added
dns server set to {ip}
resolved {domain} to {ip}
query[A] {domain} from {ip}
reply {domain} is {ip}
Using nameserver {ip}#53
connected to {domain}:{port}
connection to {domain} established in {ms} ms
connection to broker {ip}:{port} is up again
reconnected to {domain} after {sec} s
accepted connection from {ip}:{nn}
new client connected from {ip}:{nn} as {app}
client {ip} disconnected normally
socket to {ip} closed by peer
connection {id} closed
ping to {ip}: {ms} ms, 0% loss
{domain} reachable, round trip {ms} ms
host {host} is reachable again
listening on {ip}:{port}
Server listening on 0.0.0.0 port {port}.
Listening on [::]:{port}
wireguard: {iface}: Handshake for peer {few} ({ip}:{nn}) completed
tunnel {iface} is up, peer {ip}
vpn connected, address {ip}
modem registered in home network, signal {pct}%
cellular link up, operator found, 4G
{iface}: promiscuous mode entered
br0: port 2({iface}) entered forwarding state
{iface}: joined bridge br0
Selected source {ip} ({domain})
chronyd: reachable time server {domain}, offset {ms} us
time server {domain} answers, network time in use
firewall rules loaded, {nn} entries
mdns: registered {host}.local
mqtt: connected to {domain} as {app}
uploaded {file} to {domain} in {ms} ms
neighbor {ip} up, BGP session established
LLDP neighbour {host} seen on {iface}
"""

WARNING = """
{iface}: link speed dropped to 100 Mbit/s
{iface} negotiated only 10 Mbps half duplex
{iface}: Link is Up at reduced speed
link on {iface} flaps: {n} changes in {sec} s
{iface}: link unstable, went down and up {few} times
bond0: link status down for interface {iface}, failing over to the second link
{iface} lost, traffic moved to {iface}
primary uplink slow, using backup link over {iface}
switched to LTE fallback, main line does not answer
one of two uplinks is down, running without redundancy
packet loss of {pct} % to {ip}
{pct}% packet loss on {iface}
{n} dropped packets on {iface} in the last minute
rx errors on {iface} increasing: {nn}
{iface}: {nn} CRC errors, check the cable
many retransmissions to {domain} ({pct}%)
latency to {domain} high: {slowms} ms
slow response from {domain}: {slowms} ms
ping to {ip} takes {slowms} ms
network is slow, {slowms} ms to {ip}
upstream {ip}:{port} answered late ({slowms} ms)
weak wifi signal -{hi} dBm on {iface}
poor signal on {ssid}, -{hi} dBm
signal of the modem low ({lo}%), staying connected
wifi roaming often between {mac} and {mac}
{iface}: deauthenticated from {mac}, reconnecting
disconnected from {ssid}, trying again
CTRL-EVENT-BEACON-LOSS on {iface}, still associated
CTRL-EVENT-DISCONNECTED bssid={mac} reason=4, will retry
connection to {domain} lost, retrying in {sec} s
lost connection to broker {ip}, reconnecting
mqtt: connection dropped, retry {few} of {n}
reconnect attempt {few} to {domain}:{port}
connect to {ip}:{port} failed, trying again in {sec} s
no answer from {domain} yet, attempt {few}/{n}
request to {domain} timed out, retrying
retry {few} after timeout of {ip}
retrying download from {domain}, connection reset
connection to {ip} interrupted for {sec} s, recovered
{domain}: first address unreachable, using the second
temporary failure resolving {domain}, trying again
DNS answer for {domain} took {slowms} ms
nameserver {ip} is slow, switching to {ip}
Using degraded feature set UDP instead of TLS for DNS server {ip}
dns server {ip} did not respond, next one is asked
serving stale dns answer for {domain}
DHCP lease of {iface} not renewed yet, retrying
dhcp pool {hi}% in use
only {few} addresses left in the dhcp range
DHCP server {ip} slow, offer after {sec} s
ip address conflict: {ip} also used by {mac}
duplicate address {ip} detected on {iface}
nf_conntrack: table {hi}% full
connection table nearly full ({hi}%)
TCP: request_sock_TCP: Possible SYN flooding on port {port}. Sending cookies.
too many open sockets, {hi} % of the limit
bandwidth on {iface} at {hi}% of its capacity
{iface}: transmit queue {few} timed out, reset, link back
mtu mismatch on path to {ip}, packets fragmented
peer {ip} missed {few} keepalives
no handshake with vpn peer {ip} for {sec} s, retrying
tunnel {iface} renegotiated after timeout
time server {domain} unreachable, using {domain}
chronyd: source {ip} offline, {few} others left
replica {host} lags behind, link slow
proxy {ip} failed, falling back to a direct connection
cellular data in roaming, throughput limited
heartbeat from {host} late by {sec} s
"""

ERROR = """
connect to {ip} port {port}: Connection refused
connection refused by {domain}:{port}
dial tcp {ip}:{port}: connect: connection refused
connect() failed (111: Connection refused) while connecting to upstream
could not connect to server: Connection refused
ConnectionRefusedError: [Errno 111] {domain}:{port}
{app}: cannot reach {domain}: connection refused
connection to {ip}:{port} timed out
connect to {domain}: Connection timed out
upstream timed out (110: Connection timed out) while connecting to {ip}
dial tcp {ip}:{port}: i/o timeout
timeout while connecting to {domain}
no response from {domain} within {sec} s
{ip} did not answer within {sec} seconds, gave up the request
request to https://{domain}/{stem} failed: timeout
connection reset by peer: {ip}
read tcp {ip}:{nn}: read: connection reset by peer
peer {ip} closed the connection unexpectedly
broken pipe writing to {ip}:{nn}
connection to {domain} lost
lost connection to {db} at {host}
mqtt: connection to {domain} failed
disconnected from broker {ip}, messages not delivered
no route to host {ip}
connect: No route to host ({ip}:{port})
{host} unreachable: no route
Network is unreachable
sendto: Network is unreachable
host {host} is unreachable
{domain} cannot be reached
failed to reach {domain}
destination host {ip} unreachable
ping {ip}: 100% packet loss
could not resolve host: {domain}
Could not resolve '{domain}'
Temporary failure in name resolution: {domain}
getaddrinfo {domain}: Name or service not known
socket.gaierror: [Errno -2] Name or service not known
getaddrinfo ENOTFOUND {domain}
lookup {domain} on {ip}:53: no such host
lookup {domain}: server misbehaving
dns lookup of {domain} failed
dns: SERVFAIL for {domain}
no dns server answers, {domain} not resolved
NXDOMAIN for {domain}
DHCP: no offers received on {iface}
No DHCPOFFERS received.
dhcp on {iface} failed, no lease
{iface}: could not get an IP address
no address for {iface} after {sec} s
device ({iface}): state change: config -> failed (reason 'ip-config-unavailable')
{iface}: Link is Down
{iface} NIC Link is Down
{iface}: Lost carrier
{iface}: carrier lost
link on {iface} went down
no cable on {iface}, link down
network cable unplugged: {iface}
wifi: could not connect to {ssid}
association with {mac} failed
{iface}: authentication with {mac} timed out
CTRL-EVENT-ASSOC-REJECT bssid={mac} status_code=17
network {ssid} not found
modem lost its network, no carrier
cellular connection failed: no signal
vpn to {domain} failed to connect
wireguard: Handshake for peer {few} ({ip}:{nn}) did not complete after 20 attempts
tunnel {iface} is down, peer {ip} unreachable
bind to {ip}:{port} failed: Cannot assign requested address
bind() to 0.0.0.0:{port} failed (98: Address already in use)
listen tcp :{port}: address already in use
NETDEV WATCHDOG: {iface}: transmit queue {few} timed out
nf_conntrack: table full, dropping packet
too many connections, {ip} dropped
no time server reachable
chronyd: Can't synchronise: no selectable sources
upload of {file} to {domain} failed: host unreachable
download from {domain} failed, network down
webhook to {domain} not delivered: 504 gateway timeout
no live upstreams while connecting to upstream, client: {ip}
backend {app}/{host} is DOWN, connection refused
neighbor {ip} Down - BGP hold timer expired
plc at {ip}:502 does not answer
remote end {ip} hung up
smtp: could not reach {domain}, mail deferred
"""

CRITICAL = """
all uplinks are down, {host} is offline
all network links lost, {host} cut off
last uplink {iface} lost, site offline
both uplinks failed, no connection to the outside
no network left: every interface is down
{host} is isolated from the network, all connections lost
complete loss of network on {host}
total network outage, {nn} devices unreachable
network outage: all {n} sites unreachable
whole site unreachable for {n} min, service down
core switch {host} unreachable, plant network down
core router {host} lost, all segments offline
main gateway {ip} dead, nothing can be reached
connection to the controller lost, robot stops, service halted
link to all storage nodes lost, data unavailable
lost contact with all brokers, messages are lost
all {n} backends are down, {domain} is offline
backend {app} has no server available!
proxy {app} has no server left, service unreachable
no upstream left, every request fails
cluster lost quorum: {few} of {few} nodes unreachable
etcd: no leader, quorum lost, all peers unreachable
network partition, cluster split in two, writes stopped
split brain detected, nodes cannot see each other, data diverge
all peers of {host} gone, cluster down
dns is down completely, no name can be resolved anywhere
all dns servers unreachable, services stop
all name servers dead, network unusable
dhcp server down, pool exhausted, no client gets an address, network lost
address range used up, all new devices stay offline for good
conntrack table full, all traffic is dropped, gateway down
flood from {ip}: link saturated, services unreachable
ddos: {iface} saturated with {nn} Mbit/s, site offline
denial of service attack from {ip}, {host} no longer reachable
routing table lost, all traffic dropped
bgp: all sessions down, prefix withdrawn, network unreachable
broadcast storm on {iface}, network collapsed
network loop on br0, all ports blocked, segment lost
backbone link to {host} cut, no redundancy left, site lost
satellite link lost for good, no contact with the station
vessel offline: modem dead and no backup link
lost all connectivity, giving up after {nn} attempts
network unusable for {n} h, data of {nn} meters lost
remote site {host} lost, buffer overflowed, measurements lost
telemetry link dead for {n} hours, {nn} records lost
emergency line to {domain} is down, alarms cannot be sent
fieldbus ring broken at two points, machine stopped
safety link to {host} lost, emergency stop
iface {iface} and backup both dead, device unreachable from now on
network stack of {host} collapsed, machine must be rebooted
nic {iface} dead, machine without any network
giving up on network: no interface works, node leaves the cluster
all vpn tunnels lost, branch offices offline
wan is down, {nn} customers offline
internet connection of the site lost, failover failed too
no carrier on any port, {host} off the net
"""
MESSAGES = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}
