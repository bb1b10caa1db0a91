"""What systemd, sshd, cron, nginx, NetworkManager, apt and daemons of one's own say most often.

One event a line, in all the wordings that its `<a|b>` give; both splits know the event. A line that
begins with spaces goes on with the one before. A block begins with `= label severity`.
"""

BLOCKS = """
= service info
<Started|Starting|Stopped|Stopping|Finished|Reloaded|Reloading|Restarted> <{unit}|{app}.service>< -
  {app} daemon|...|.>
<Created slice|Removed slice|Reached target|Stopped target|Listening on|Closed|Set up automount>
  <User Slice of {app}|{stem}.target|{app}.socket|Socket for {app}|{stem}>.
{unit}: <Deactivated successfully|Succeeded|Consumed {n}.{few}s CPU time|Sent signal SIGHUP to main
  process {pid}|Changed from running to exited|Installed new job {unit}/start as {nn}>.
{app} <started|is running|up|is up|launched|running|came up|started up> <in {ms} ms|on port
  {port}|with {few} workers|, pid {pid}|as user {user}|again after the update|, version {ver}>
<listening|now listening|server listening|ready and listening|accepting connections> on <port
  {port}|0.0.0.0:{port}|[::]:{port}|unix socket {path}>
<{app}|server|daemon|worker {n}|listener> <ready|ready to serve|ready for
  connections|initialised|init done|startup complete|is online|waiting for jobs>
<shutting down|shut down|stopping|stopped|exiting> <gracefully|cleanly|on request|as asked|on
  SIGTERM|normally>< {app}|, bye|>
<({user}) CMD|(root) CMD|({user}) CMDEND> <({path})|({job})|(   /usr/local/bin/{job} --quiet)>
<job|task|cron job|scheduled job> {job} <done|finished|complete|ended ok|succeeded> <in {sec}
  s|after {ms} ms|, {nn} rows|, {nn} records|, exit 0|, nothing to do>
<signal process started|start worker process {pid}|worker process {pid} exited with code
  0|gracefully shutting down|reopening logs|using the "epoll" event method>
<checkpoint starting: time|checkpoint complete: wrote {nn} buffers|database system is shut
  down|autovacuum launcher started|automatic vacuum of table "{db}.public.{stem}" done>
<Container|container> {app} <Created|Starting|Started|Running|Healthy|Stopped|Removed|recreated>
<pod|deployment|replica set|daemon set> {app} <scheduled|ready|rolled out|scaled to
  {few}|created|healthy, all checks pass>
<slideshow|screen saver|view|scene|playlist|recording>
  <begun|started|shown|refreshed|switched|running>
<{nn} requests|{nn} jobs|{nn} messages|{nn} orders|{n} prints> <handled|processed|served|done> <in
  the last hour|without errors|today|so far>
<health check|heartbeat|self check|liveness check|watchdog ping|status poll>
  <ok|passed|fine|received|ok, {ms} ms>
= service warning
{unit}: Scheduled restart job, restart counter is at <{few}|1|2|3>.
{app} <restarted|was restarted|has been restarted|came back|is back> <after a crash|after {sec} s|by
  the watchdog|automatically|on the second attempt|once>
<job|task|run> {job} <took|has been running for|needed|is running since> {n} min<, normally {few}|,
  expected {few}|, longer than usual>
<request|query|call|response> <{id}|to {app}|of {app}|/{stem}> <slow: {slowms} ms|took {slowms}
  ms|needed {slowms} ms|over budget, {slowms} ms>
<retry|retrying|attempt|try> <{few} of {n}|{few}/{n}|no. {few}> <for|of|to start> {app}
<worker|thread|child> {n} <restarted|replaced|respawned|was slow, restarted|came back after a crash>
{app} <is busy|nearly overloaded|lags behind|is slow|cannot keep up|answers late> <, {nn} jobs
  waiting|({slowms} ms)|, queue at {hi}%|, {hi}% cpu>
<function|method|call|endpoint|API> {stem} <is deprecated|will go away|will be removed in {ver}|is
  obsolete, still works>
exited: {app} (exit status {few}; <expected|restarting>), <restarting|will respawn|back in {few} s>
<checkpoints are occurring too frequently ({n} seconds apart)|long running transaction {id}, {sec}
  s|worker_connections are not enough, {n} requests queued|{n} idle sessions closed late>
{unit}: <Killing process {pid} ({app}) with signal SIGKILL after slow stop|Stopping took longer than
  expected|Start is slow, waiting|Unit process {pid} ({app}) remains running after unit stopped>.
<skipped|postponed|delayed> <run of {job}|{job}|the nightly {job}>, <last one still running|load too
  high|another one is active>
= service error
{unit}: Main process exited, code=<exited, status={few}/FAILURE|exited, status=203/EXEC|dumped,
  status=11/SEGV|dumped, status=6/ABRT|killed, status=9/KILL|exited, status={code}/n/a>
{unit}: Failed with result '<exit-code|signal|core-dump|timeout|watchdog|protocol|resources>'.
<Failed to start|Failed to reload|Failed to stop|Failed to listen on> <{unit}|{app}.service|{app}
  daemon|{app}.socket>.
{app} <crashed|died|exited|ended|stopped|terminated> <with code {code}|with signal
  {signal}|unexpectedly|in module {stem}|after {sec} s|: assertion failed>
<worker|child|thread|helper|plugin|filter> <{n}|{stem}|{pid}> <crashed|died|froze and was
  ended|aborted|failed|stopped answering>< on job {n}|; the rest continue| after {sec} s|>
<job|task|cron job|batch> {job} <failed|aborted|ended with code {code}|broke off|did not
  finish|raised an exception>
<cannot start|could not start|unable to launch|failed to spawn|start failed for> <{app}|container
  {app}|worker {n}|plugin {stem}>
<unhandled|uncaught> <exception|error|promise rejection> in <{app}|{stem}|worker {n}|handler {stem}>
<upstream|backend|handler|endpoint> {stem} <returned 500|answered 502|failed with 503|threw an
  exception|gave no result>
<query|statement|transaction> {id} <failed|rolled back|cancelled due to statement timeout|aborted:
  deadlock detected>
<relation|column|table|function> "{stem}" <does not exist|already exists|is missing>
Process {pid} ({app}) <of user {nn} dumped core|crashed and dumped core|terminated by signal
  {signal}|was killed by SIGSEGV>.
(CRON) <error (grandchild #{pid} failed with exit status {few})|ERROR (can't fork)|DEATH (can't lock
  {path}, otherpid may be {pid})>
{app} <does not answer|is hung|hangs|stopped responding|gives no heartbeat> <for {sec} s|since {n}
  min|, killed|, no restart configured>
<render|print|export|import|recording|upload job|label print> <{n}|{id}|of {stem}>
  <failed|aborted|could not be finished|crashed half way>
= service critical
{unit}: <Start request repeated too quickly|Start limit hit|No further restarts, unit left
  failed|Failed with result 'start-limit-hit'|start-limit reached, refusing to start>.
<giving up|gave up|given up|no more attempts|stopped trying> <after {n} restarts of {app}|on {app}
  after {n} crashes|, {app} stays down|: {app} failed {n} times>
{app} <failed {n} times in a row|crashed {n} times|did not stay up in {n} tries|hit its restart
  limit>, <giving up|not restarted any more|left stopped|service is down for good|stays dead>
gave up: {app} entered FATAL state, <too many start retries too quickly|start retries used up|no
  more retries>
Kernel panic - not syncing: <Attempted to kill init!|Fatal exception|hung_task: blocked
  tasks|softlockup: hung tasks|Fatal hardware error!|No working init found|Oops>
<kernel BUG at {stem}.c:{line}, machine dead|Oops: kernel stopped on cpu {few}|system hang on
  {host}, reset by watchdog|kernel crashed, {host} halted>
PANIC: <could not locate a valid checkpoint record|could not write to file "{stem}"|checkpoint
  record is damaged>, <database is down|{db} lost|cannot start {db}>
<all workers|all replicas|every instance|all nodes> of {app} <dead|down|lost|crashed>, <service
  lost|no service|nothing answers|giving up>
CrashLoopBackOff: {app} <gave up|restart limit reached|will not be restarted|is down for good>
= auth info
Accepted <publickey|password|keyboard-interactive/pam|hostbased> for {user} from {ip} port {nn}<
  ssh2|>
pam_unix(<sshd|sudo|login|cron|su|gdm-password|systemd-user>:session): session <opened|closed> for
  user {user}< by (uid=0)|(uid={nn}) by (uid=0)|>
<New session {n} of user {user}|Session {n} logged out|Removed session {n}|New seat seat0>.
<login|badge|card login|pin login|sign-in> <{user}|{id}|of {user}> <accepted|ok|granted|successful>
  <at turnstile {n}|at door {n}|from {ip}|on {host}|>
<certificate|key|token|api key> <for {domain}|of {host}|{id}>
  <renewed|loaded|valid|issued|rotated|accepted>
<{user} logged in|{user} logged out|user {user} signed in|session of {user} closed> <from {ip}|on
  {host}|via web|by timeout|>
{user} : TTY=pts/{few} ; PWD={mount} ; USER=root ; COMMAND=<{path}|/usr/bin/apt
  update|/usr/bin/systemctl restart {app}|/bin/bash>
= auth warning
Failed <password|publickey|none|keyboard-interactive/pam> for <{user}|invalid user {user}|root> from
  {ip} port {nn}< ssh2|>
<Invalid user {user}|Illegal user {user}|Connection closed by invalid user {user}|Disconnected from
  invalid user {user}> <from {ip} port {nn}|{ip} port {nn} [preauth]>
pam_unix(<sshd|sudo|login|su|gdm-password>:auth): authentication failure; logname={user} uid={nn}
  <tty=pts/{few}|rhost={ip}|ruser= rhost={host}> user={user}
<login|badge|card login|pin entry|web login> <of {user}|{id}|by {user}>
  <refused|rejected|denied|failed> <at turnstile {n}|at door {n}|from {ip}|, first time|, wrong
  pin|>
<certificate|cert|TLS certificate|ssl certificate> <for {domain}|of {host}|{stem}.pem> <expires in
  {n} days|will expire in {n} days|expires on {date}|is about to expire|has {n} days left>
<password|account|api key|token|licence> of {user} <expires in {few} days|expires soon|will expire
  on {date}|must be changed within {few} days>
<wrong|bad|incorrect|invalid> <password|pin|code|credentials> <for {user}|from {ip}|entered by
  {user}|, user {user}>< (1 of 3)|, try again|>
= auth error
<{app}|{proc}|cp|rsync|tar|open|cat>: <cannot open|failed to open|can't read|cannot write|opening>
  <{path}|"{path}"|{file}>: Permission denied< (13)|>
<certificate verify failed|certificate has expired|unable to get local issuer
  certificate|self-signed certificate in chain> <for {domain}|while connecting to {domain}|:
  {domain}|({host})>
<access|request|call|upload|delete> <to {path}|of {stem}|by {user}|of table {stem}>
  <denied|forbidden|not permitted|refused: missing rights|rejected: 403>
<host key verification failed|no matching host key type found|key exchange failed|no mutual
  signature algorithm> <for {host}|, {ip}|with {ip} port {nn}>
<token|api key|session|cookie> <of {app}|{id}|of {user}> <expired, request dropped|rejected|invalid,
  401|revoked, job stopped>
<permission denied for|must be owner of> <table|schema|sequence|database> {stem}
= auth critical
message repeated {nn} times: [ <Failed password for {user}|Failed password for root|Failed password
  for invalid user {user}|Invalid user {user}> from {ip}< port {nn} ssh2|>]
<{nn}|more than {nn}|over {nn}> <failed logins|failed passwords|wrong passwords|refused logins|bad
  logins> <from {ip}|for {user}|for root|on {host}> <in {n} minutes|within {sec} s|today|so far>
<Ban|banned|blocking|blocked|jailed> {ip} <after {nn} failures|for {nn} failed logins|: {nn} bad
  passwords|, {nn} attempts>
<password guessing|brute force|break-in attempt|dictionary attack|login flood> <from {ip}|on
  {user}|on {host}>, <{nn} tries|{nn} failed logins|{nn} attempts>
= config info
<loaded|read|using|parsed|applied> <settings|configuration|config file|settings file|options> <from
  {conf}|{conf}>< without warnings|, {n} keys|, nothing odd|>
<configuration|settings|rules|config> <reloaded|loaded|unchanged|ok|valid|checked>< on SIGHUP|, {n}
  keys|, no errors|>
<the configuration file {conf} syntax is ok|configuration file {conf} test is successful|{conf}:
  syntax ok|{conf} is valid>
<{key}|option {key}|setting {key}|parameter {key}> <set to|changed to|is now> {n}< by {user}| as
  requested|>
<profile|preset|template> {stem} <applied|active|loaded|selected>< from {conf}|>
= config warning
<unknown|unrecognised|unrecognized|unexpected> <key|option|setting|parameter|directive|entry>
  <"{key}"|{key}|'{key}'> <in {conf}|in {conf}:{line}|in section [{section}]>,
  <ignored|ignoring|skipped|using the default {n}>
<obsolete|deprecated|outdated|old> <setting|option|key|directive|parameter> <"{key}"|{key}> <in
  {conf}|in {conf}:{line}|found><, use {key}|, still accepted|>
{key} <is deprecated|is obsolete|has been renamed|has been replaced|will be removed>< in {ver}|, use
  {key} instead|: now {key}|>
<{conf}:{line}|{conf} line {line}|{app}: config>: <Obsolete setting {key}|deprecated option
  {key}|{key} is no longer used|{key} is obsolete, use {key}>
<no|missing|empty> <value for {key}|{key}|setting {key}>, <default {n} used|using default|assuming
  {n}|falling back to {n}>
<setting|entry|rule|line> <{n}|{key}> <has no effect|is empty|is set twice|is doubtful>,
  <ignored|skipped|left out|last one wins>
<invalid|bad|wrong|odd> value <"{stem}"|{nnn}> for {key}, <using {n}|default used|ignored|clamped to
  {n}>
<config|configuration|settings> <file not found|file missing|not found>, <using defaults|defaults
  used|running with built-in values>
= config error
<could not load|cannot load|failed to read|cannot parse|error reading> <{conf}|configuration
  {conf}|settings from {conf}>: <bad option "{key}" in line {line}|syntax error|no such
  file|unexpected token|line {line}>
<unknown directive|invalid parameter|invalid number of arguments in directive|unexpected end of file
  in> "{key}" in {conf}:{line}
<missing|required|mandatory> <setting|key|option|variable> {key}< not set|, {stem} left out|, preset
  {stem} dropped| is missing|>
<environment variable|setting|required option> {key} <not set|is missing|must be set|is empty>,
  <{app} not started|{stem} disabled|stopping|cannot go on>
<invalid|bad|illegal|unsupported> <value|setting|entry> <for {key}|of {key}|"{key}">:
  <{stem}|{nnn}|expected a number|not a path|must be positive>
<reload|config check|validation|config test> <failed|aborted|rejected>: <{key} not allowed|{few}
  errors in {conf}|line {line} of {conf}|unknown {key}>
= config critical
<all settings|configuration|settings store|config database> <lost|destroyed|corrupt|gone>, <{host}
  halted|device unusable|service down for good|machine stopped>
<wrong|bad|broken> <setting {key}|configuration {conf}|{conf}> <took the site down|stopped every
  service|wiped {db}|made {host} unbootable>
= update info
<Unpacking|Preparing to unpack|Setting up|Processing triggers for|Selecting previously unselected
  package> <{pkg} ({ver})|.../{pkg}_{ver}_amd64.deb|{pkg} ({ver}) over ({ver})> ...
<Get|Hit|Ign>:{few} http://{domain} stable <InRelease|Release|/main amd64 {pkg}>
<No packages found that can be upgraded unattended|All upgrades installed|Packages that will be
  upgraded: {pkg}|Nothing to do.|everything up to date>
<Successfully installed|Installed|Successfully updated|Updated|Upgraded|Downloaded> <firmware for
  {host} {ver}|{pkg} {ver}|firmware {ver}|{pkg}-{ver}|{n} packages>
<update|upgrade|firmware|release|image> {ver}
  <installed|available|downloaded|applied|verified|ready>
<Transaction complete|transaction finished|upgrade done>: <upgraded {n} packages|{n} packages
  changed|{pkg} installed>
<kernel|microcode|snap {app}|flatpak {app}> <updated to|refreshed to|is now> <{ver}|revision {nn}>
status <installed|unpacked|half-configured|triggers-pending> {pkg}:<amd64|arm64|all> {ver}
= update warning
<package|image|update|download> <{pkg} {ver}|{ver}> <came in damaged|broke off|timed out|failed
  once>, <fetched again|trying again|fine on the second attempt|retrying>
<reboot required|restart needed|system restart required|please reboot> <to finish the update|after
  update of {pkg}|to use kernel {ver}|for {pkg}>
{pkg} <is held back|kept back|is outdated|reaches end of life in {month}|is deprecated|has been
  pinned at {ver}>
<DEPRECATION|deprecation>: <{pkg} is installed the old way|setup.py install of {pkg} is
  deprecated|support for {pkg} ends with {ver}>
<waiting for|could not get at once> <the dpkg lock|lock /var/lib/dpkg/lock-frontend|cache lock>,
  <held by process {pid}|retrying>
<update {ver}|upgrade to {ver}|release {ver}> <postponed|delayed|deferred|still pending>< by
  {user}|, device busy| for {n} days|>
= update error
dpkg: error processing <package {pkg}|archive {file}> (--<configure|unpack|install|remove>):
  <installed post-installation script returned exit status {few}|dependency problems|unable to
  unpack>
E: <Unable to locate package {pkg}|Unable to correct problems, held broken packages|Could not get
  lock /var/lib/dpkg/lock|Sub-process /usr/bin/dpkg returned an error code (1)|Package '{pkg}' has
  no installation candidate>
<update|upgrade|installation|firmware update|flash> <of {pkg}|to {ver}|{ver}>
  <failed|aborted|rejected|rolled back|reverted><: bad signature|: checksum mismatch|, old version
  kept|, code {code}|>
<failed to download|could not fetch|download error for|cannot verify> <{pkg} {ver}|firmware
  {ver}|update {ver}|image {ver}>
<bad|wrong|invalid> <checksum|signature|hash> <for|on|of> <{pkg}|image {ver}|update {ver}>, <not
  installed|dropped|rejected|skipped>
= update critical
<firmware|flash|upgrade|bootloader update> <stopped at {pct}%|interrupted|failed half way>, <nothing
  to boot from|device bricked|{host} does not boot|no image left>
<both slots|all slots|slot A and slot B> <broken|unbootable|empty|invalid> after <update {ver}|the
  upgrade|flashing>, <{host} lost|device dead|giving up>
= network info
{iface}: <Link is Up|Link UP|link up|link becomes ready|Gained carrier|Gained IPv6LL|carrier
  acquired|NIC Link is Up {nn} Mbps Full Duplex>
<DHCPACK|DHCPOFFER|DHCPREQUEST|DHCPDISCOVER> <of {ip} from {ip}|on {ip} to {mac} via {iface}|on
  {iface} to 255.255.255.255 port 67>
bound to {ip} -- renewal in {nn} seconds.
device ({iface}): <Activation: successful, device activated.|state change: ip-config to
  ip-check|state change: secondaries to activated|carrier: link connected>
<manager: NetworkManager state is now CONNECTED_GLOBAL|policy: set '{ssid}' ({iface}) as default for
  IPv4 routing|manager: startup complete|dhcp4 ({iface}): activation: beginning transaction>
<tunnel|vpn|peer|link> <wg0|{host}|to {host}|{iface}> <up|connected|established|handshake
  completed|restored|reachable>
<Selected source {ip}|Synchronized to time server {ip}:123|System clock wrong by 0.{nn} seconds,
  adjusted|clock synchronised with {domain}>
<wlan0|{iface}>: <associated with {mac}|authenticated|connected to {ssid}|CTRL-EVENT-CONNECTED -
  Connection to {mac} completed|roamed to {mac}>
<connected|reconnected|connection restored|online again> <to {domain}|to broker {host}|:
  {ip}:{port}|with {host}>
= network warning
{host} <gave no answer|kept silent|timed out|is slow>, <try {few} of {n}|next try in {few} s|trying
  again|came back on try {few}>
<packet loss|loss> <{pct}%|of {few}%> <to {host}|on {iface}|towards {ip}>
<link|uplink|wifi|signal> <{iface}|of {iface}|to {ssid}> <flapping|weak|at {few}00 Mbps
  only|unstable|slow, {slowms} ms>
<backup link in use|fell back to lte|running over the second uplink|failover to {iface}>, <main line
  down|primary lost|slower than usual>
<dns|name server|resolver> {ip} <slow|timed out, using {ip}|did not answer, next one asked|degraded>
<connection|session|stream> to {host} <dropped, reconnecting|lost, retrying|interrupted,
  resumed|reset, trying again>
= network error
<Could not resolve host|could not resolve|Failed to resolve|Name resolution failed for|unknown
  host>: <{domain}|{host}|{host}.lan>
<connect|connection|connect()> to <{ip}:{port}|{domain}|{host} port {port}> failed<: Connection
  refused|: timed out|: No route to host|: Network is unreachable|, unreachable>
{iface}: <Link is Down|link down|Lost carrier|NIC Link is Down|no carrier|carrier lost>
<upstream|peer|broker|server|gateway> <{ip}:{port}|{host}> <unreachable|not reachable|does not
  answer|closed the connection|refused the connection>
<No DHCPOFFERS received|DHCP failed on {iface}|no lease for {iface}|dhcp timed out on {iface}|no
  address for {iface}>
<ssh|curl|wget|rsync|ping>: <connect to host {host} port {port}: Connection timed out|{domain}: Name
  or service not known|failed to connect to {ip}|{ip}: Host unreachable>
= network critical
<all external links|all links|every uplink|last link|all tunnels> <lost|dead|gone|broken>, <{host}
  cut off|site is offline|nobody can reach {host}|giving up>
<core switch|border router|main gateway|firewall> {host} <dead|lost|down>, <whole site offline|no
  traffic at all|all {nn} clients cut off>
<all|both> <name servers|default routes|vpn gateways> <lost|dead>, <{host} isolated|no host
  reachable|network unusable>
"""
