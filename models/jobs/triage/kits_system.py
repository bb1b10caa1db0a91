"""Kits for network, auth, service, update and config: beginnings and endings that all go together.

Each pair of a beginning and an ending is a template of its own. Parts are parted by `;`.
"""

NETWORK = {
    "info": (
        (
            "interface {iface}; link {iface}; {iface}; wifi {iface}; network link on {iface};"
            " ethernet {iface}; uplink {iface}; vpn tunnel {iface}; modem; bridge br0; wireless"
            " link {ssid}",
            "is up; up and running; connected; got address {ip}; came up; online at 100 Mbit/s;"
            " ready; associated; link established; configured with {ip}; has carrier; up again",
        ),
        (
            "connection to {domain}; connection to {ip}:{port}; session with {host}; link to"
            " {host}; socket to {domain}; mqtt connection; tcp connection to {ip}; tunnel to"
            " {domain}; peer {ip}; broker {domain}; server {domain}; dns server {ip}",
            "established; opened; is up; restored; ok; closed normally; reachable; answers in"
            " {ms} ms; accepted; connected; works again; alive, {ms} ms",
        ),
    ),
    "warning": (
        (
            "connection to {domain}; connection to {ip}:{port}; link to {host}; mqtt connection;"
            " session with {host}; tunnel to {domain}; request to {domain}; connect to {ip};"
            " socket to {domain}; dns query for {domain}; ping to {host}; dhcp request on {iface}",
            "slow ({slowms} ms); lost, reconnecting; interrupted, retrying; timed out, will"
            " retry; failed, trying again in {sec} s; failed once, retry ok; unstable; dropped,"
            " reconnect in {sec} s; delayed; reset, retrying; took {slowms} ms; needed {few}"
            " retries",
        ),
        (
            "interface {iface}; link {iface}; {iface}; wifi {iface}; uplink {iface}; signal of"
            " {ssid}; wireless link; network; ethernet {iface}",
            "loses packets ({lo}%); is flapping; weak; degraded; runs at reduced speed; shows {n}"
            " dropped packets; almost saturated ({hi}%); unstable; has high latency; went down for"
            " {few} s and came back",
        ),
    ),
    "error": (
        (
            "connection to {domain}; connection to {ip}:{port}; connect to {host}; request to"
            " {domain}; mqtt connection; ping of {host}; session with {host}; tunnel to {domain};"
            " upstream {ip}:{port}; remote host {host}; peer {ip}; server {domain}; {app} to"
            " {domain}; download from {domain}; dial {ip}:{port}; broker {domain}",
            "refused; timed out; : connection refused; : no route to host; unreachable; failed:"
            " host unreachable; : connection timed out; failed: network is unreachable; : name not"
            " resolved; failed, dns lookup error; reset by peer; lost; not reachable; failed: no"
            " response; : i/o timeout; could not be established",
        ),
        (
            "interface {iface}; link {iface}; {iface}; ethernet {iface}; wifi {iface}; network"
            " cable on {iface}; uplink {iface}; wireless link {ssid}; modem; vpn tunnel {iface}",
            "down; is down; went down; lost carrier; link lost; has no address; could not be"
            " brought up; failed to connect; got no dhcp lease; has no link; disconnected; not"
            " connected",
        ),
    ),
    "critical": (
        (
            "all links; all uplinks; both uplinks; every network interface; all connections;"
            " network of {host}; the whole network; internet and backup link; last link; all"
            " tunnels; core network",
            "lost, {host} is offline; down, site unreachable; down, device offline; lost, service"
            " down; dead, no connectivity left; failed, machine isolated; down, all {nn} clients"
            " offline; gone, data is lost; lost for good; down, giving up",
        ),
        (
            "cluster; quorum; controller link; all backends; all brokers; all upstream servers;"
            " all nodes; all storage peers",
            "unreachable, service lost; lost, cluster down; unreachable, writes stopped; gone,"
            " service unavailable; offline, data lost; no longer reachable, shutting down; not"
            " reachable, system down",
        ),
    ),
}

AUTH = {
    "info": (
        (
            "login of {user}; session of {user}; user {user}; account {user}; password of {user};"
            " {user}; ssh session of {user}; sudo session for {user}; web login {user}; admin"
            " {user}",
            "accepted; opened; authenticated; logged in; closed; successful; granted; created;"
            " verified; ok; logged out; authorised",
        ),
        (
            "certificate for {domain}; key {id}; ssh key of {user}; token of {app}; tls"
            " certificate {domain}; api key {id}; client certificate of {host}; certificate"
            " {stem}.pem; public key {id}; access token {id}",
            "renewed; accepted; valid; verified; loaded; is valid until {date}; imported; issued;"
            " trusted; installed; rotated; signature ok",
        ),
    ),
    "warning": (
        (
            "login of {user}; login for {user} from {ip}; sign-in of {user}; authentication of"
            " {user}; password of {user}; ssh login {user}; web login {user}; sudo by {user}; root"
            " login from {ip}; pin of {user}; user {user} from {ip}",
            "refused; failed; denied; rejected; failed: wrong password; rejected, invalid"
            " password; refused, unknown user; failed, bad credentials; not accepted; failed (1 of"
            " {few}); denied: invalid user; wrong",
        ),
        (
            "certificate for {domain}; certificate {stem}.pem; tls certificate {domain}; ssl"
            " certificate of {host}; CA certificate; client certificate of {host}; token of {app};"
            " api key {id}; key {id}; password of {user}; license key; signing key {id}",
            "expires soon; expires in {n} days; will expire on {date}; about to expire; is going"
            " to expire in {few} days; runs out in {n} days; should be renewed; valid for {few}"
            " days only; nears its expiry date; uses a weak algorithm",
        ),
    ),
    "error": (
        (
            "opening {path}; access to {path}; reading {file}; writing {path}; open {tty}; {app}"
            " on {path}; connect to docker socket; deleting {stem}; request {id} of {user};"
            " executing {path}; creating {path}; listing {stem}; chmod of {path}; call of {app}",
            ": permission denied; denied; failed: permission denied; failed (EACCES); not"
            " permitted; : operation not permitted; denied, insufficient permissions; forbidden;"
            " failed: access denied; : not authorised; denied by policy; failed, missing rights",
        ),
        (
            "certificate of {domain}; tls handshake with {domain}; certificate {stem}.pem; https"
            " to {domain}; client certificate of {host}; token of {app}; private key {id};"
            " signature of {file}; key {id}; api key {id}; host key of {host}",
            ": certificate expired; invalid; failed: certificate verify failed; not trusted; has"
            " expired; rejected; failed: unknown ca; could not be verified; revoked; cannot be"
            " read; does not match; verification failed; failed: bad signature; expired",
        ),
    ),
    "critical": (
        (
            "{nn} failed logins; {nn} failed passwords; {nn} wrong passwords; {nn} refused"
            " logins; {nn} authentication failures; {nn} login attempts; more than {nn} bad"
            " logins; {nn} guessed passwords; hundreds of failed logins; {nn} invalid users",
            "from {ip}; for {user} in {n} min; within {sec} s; from {ip}, address blocked;"
            " against {user}; on {host} in one hour; in a row; from {n} addresses, attack"
            " suspected; - brute force; , password guessing from {ip}",
        ),
        (
            "brute force attack; password guessing; dictionary attack; brute-force login attack;"
            " credential attack; mass login attempts",
            "from {ip}; on {user}; detected; against sshd, {nn} tries; on {host}: {nn} logins;"
            " blocked, {nn} attempts; in progress",
        ),
        (
            "account database; root key; CA key; signing key {id}; master key; key store;"
            " credentials of {nn} users; disk encryption key; user database; private key of {host}",
            "lost; compromised; stolen; leaked; corrupt, nobody can log in; destroyed; exposed;"
            " lost, data cannot be decrypted; deleted, all users locked out",
        ),
    ),
}

SERVICE = {
    "info": (
        (
            "service {app}; {unit}; {app}; daemon {app}; process {pid}; container {app}; pod"
            " {app}; worker {n}; server {app}; task {job}; backup job {job}; job {job}; scheduled"
            " job {job}; cron job {job}; module {stem}; node {app}; plugin {stem}; thread pool of"
            " {app}",
            "started; is running; stopped cleanly; finished; completed successfully; ready;"
            " restarted as requested; exited with code 0; shut down normally; loaded; initialised;"
            " up; launched; ended normally; stopped by {user}; healthy; came up in {ms} ms",
        ),
    ),
    "warning": (
        (
            "service {app}; {unit}; {app}; daemon {app}; container {app}; pod {app}; worker {n};"
            " server {app}; task {job}; backup job {job}; job {job}; cron job {job}; request {id};"
            " query {id}; module {stem}; node {app}",
            "is slow; took {slowms} ms; restarted automatically; will be retried; is retried"
            " ({few}); runs longer than expected; delayed by {sec} s; overloaded, {hi}% busy;"
            " responds slowly; restarted after a crash, running; runs in degraded mode; near its"
            " limit; needed a second attempt; late; lags behind; still not finished after {sec} s",
        ),
    ),
    "error": (
        (
            "service {app}; {unit}; {app}; daemon {app}; process {pid}; container {app}; pod"
            " {app}; worker {n}; server {app}; task {job}; backup job {job}; job {job}; scheduled"
            " job {job}; cron job {job}; module {stem}; node {app}; plugin {stem}; script {job};"
            " child {pid}",
            "failed; crashed; exited with code {code}; terminated unexpectedly; could not be"
            " started; failed to start; died; does not respond; aborted; exited with status"
            " {code}; hangs; stopped unexpectedly; timed out; killed by signal {n}; dumped core;"
            " segfaulted; threw an exception; is not running; hung and was killed",
        ),
    ),
    "critical": (
        (
            "service {app}; {unit}; {app}; daemon {app}; container {app}; pod {app}; main process"
            " {app}; server {app}; database {db}; control service {app}; cluster {stem}; core"
            " service {app}",
            "gave up restarting; crashed {n} times, giving up; keeps crashing, not restarted any"
            " more; restart limit reached; down for good; failed too often, giving up; restarted"
            " too often, stopped; lost, no restart possible; crashed, data lost; cannot be"
            " restarted; dead, all users offline; failed permanently; exceeded max restarts",
        ),
        (
            "kernel; system; machine {host}; {host}; operating system; init; the whole system",
            "crashed, system halted; hangs, hard reset; panic, rebooting; died, machine down;"
            " froze, watchdog reset; crashed and lost data; stopped, system down",
        ),
    ),
}

UPDATE = {
    "info": (
        (
            "update {ver}; update to {ver}; upgrade to {ver}; package {pkg}; {pkg} {ver};"
            " firmware {ver}; firmware update {ver}; kernel package {ver}; software update;"
            " security update {ver}; new release {ver}; upgrade of {pkg}; image {ver}",
            "installed; downloaded; available; applied; completed successfully; finished;"
            " started; verified; ready to install; up to date; scheduled for tonight; installed"
            " without problems; confirmed; fetched; successful",
        ),
    ),
    "warning": (
        (
            "update {ver}; update to {ver}; upgrade to {ver}; package {pkg}; {pkg} {ver};"
            " firmware {ver}; firmware update {ver}; kernel update {ver}; software update;"
            " security update {ver}; upgrade of {pkg}; image {ver}; update download",
            "delayed; postponed; will be retried; needs a reboot to take effect; pending for {n}"
            " days; kept back; outdated; deprecated; slow, {pct}% after {n} min; interrupted,"
            " resuming; waiting for the lock; installed on second attempt; overdue; reaches end of"
            " support soon; skipped optional parts",
        ),
    ),
    "error": (
        (
            "update {ver}; update to {ver}; upgrade to {ver}; package {pkg}; {pkg} {ver};"
            " firmware {ver}; firmware update {ver}; kernel update {ver}; software update;"
            " security update {ver}; upgrade of {pkg}; image {ver}; update download; rollout of"
            " {ver}; installation of {pkg}; flashing {ver}",
            "failed; could not be installed; aborted; failed with code {code}; failed, rolled"
            " back; : checksum mismatch; rejected; not found; failed: corrupt archive; could not"
            " be downloaded; : unmet dependencies; reverted; failed to apply; not compatible;"
            " unsuccessful, old version kept; cancelled by a failed check; download failed",
        ),
    ),
    "critical": (
        (
            "update {ver}; update to {ver}; upgrade to {ver}; firmware update {ver}; failed"
            " update {ver}; upgrade of {pkg}; kernel update {ver}; firmware flash; bootloader"
            " update; interrupted upgrade; rollback to {ver}; rollout of {ver}",
            "bricked the device; left {host} unbootable; broke the system, it does not boot;"
            " destroyed the installation; failed, no way back; made {host} unusable; killed {nn}"
            " devices; failed, system lost; left no bootable slot; lost all data; ended in a dead"
            " device; failed and rollback impossible",
        ),
        (
            "both slots; all firmware slots; slot A and B; every boot slot; active and fallback"
            " image",
            "unbootable; broken after update; bad, device dead; failed to boot, giving up;"
            " corrupt, {host} lost; damaged by update {ver}",
        ),
    ),
}

CONFIG = {
    "info": (
        (
            "configuration; config file {conf}; settings; settings of {app}; {conf};"
            " configuration of {app}; option {key}; parameter {key}; setting {key}; profile"
            " {stem}; section [{section}]; new configuration; rules in {conf}",
            "loaded; reloaded; is valid; saved; applied; read; checked, ok; changed by {user};"
            " active; updated; accepted; parsed; unchanged; stored",
        ),
    ),
    "warning": (
        (
            "option {key}; setting {key}; parameter {key}; key {key} in {conf}; directive {key};"
            " value of {key}; config key {section}.{key}; entry {key} in [{section}]; variable"
            " {key}; {key}",
            "is deprecated; unknown, ignored; not set, using default; ignored; obsolete, use"
            " another; missing, default used; out of range, clamped; invalid, default {n} used;"
            " outdated; has no effect; set twice, last one used; not recognised, skipped; will be"
            " removed soon",
        ),
        (
            "configuration; config file {conf}; settings of {app}; {conf}; configuration of"
            " {app}; profile {stem}; config format of {conf}",
            "not found, using defaults; is outdated; uses a deprecated format; missing, defaults"
            " loaded; has unknown keys, ignored; changed, reload pending; differs from the running"
            " settings; contains obsolete entries; could not be refreshed, using old settings",
        ),
    ),
    "error": (
        (
            "configuration; config file {conf}; settings of {app}; {conf}; configuration of"
            " {app}; config of {unit}; profile {stem}; section [{section}] in {conf}; settings"
            " file {conf}; rules in {conf}; template {stem}",
            "invalid; not found; could not be parsed; has a syntax error in line {line}; cannot"
            " be read; rejected; is broken; failed validation; malformed; could not be loaded;"
            " missing; : parse error at line {line}; contains invalid values; could not be saved;"
            " unreadable; : unexpected token in line {line}",
        ),
        (
            "option {key}; setting {key}; parameter {key}; required key {key}; directive {key};"
            " value of {key}; config key {section}.{key}; environment variable {key}; entry {key}"
            " in [{section}]; mandatory setting {key}",
            "missing; is invalid; not set; not allowed; must not be empty; has the wrong type; is"
            " required; not recognised, aborting; out of bounds, rejected; undefined; not a"
            " number; cannot be parsed; malformed; unsupported, refusing to load",
        ),
    ),
    "critical": (
        (
            "configuration of {host}; all settings; configuration database; settings store;"
            " config partition; cluster configuration; safety configuration; boot configuration;"
            " all configuration; {conf} and its backup",
            "lost; destroyed; corrupt, system halted; lost, device unusable; lost, machine"
            " stopped; wiped, no backup left; gone, service down for good; corrupt beyond repair;"
            " missing, cannot boot; broken, giving up; invalid, emergency stop",
        ),
        (
            "wrong setting {key}; bad configuration {conf}; misconfigured {section}; invalid"
            " {key}; broken config {conf}; wrong value of {key}; missing setting {key}",
            "took the whole site down; destroyed data of {db}; stopped all services; made {host}"
            " unbootable; locked everybody out, {host} lost; brought the cluster down; caused data"
            " loss; halted the machine",
        ),
    ),
}
