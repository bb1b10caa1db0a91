"""What logs say about logins, permissions, keys and certificates."""

INFO = """
Accepted password for {user} from {ip} port {nn} ssh2
Accepted publickey for {user} from {ip} port {nn} ssh2: ED25519 SHA256:{id}
pam_unix(sshd:session): session opened for user {user}(uid=1000) by (uid=0)
pam_unix(sudo:session): session closed for user {user}
session opened for user {user}
session closed for user {user}
New session {n} of user {user}.
Removed session {n}.
Session {n} logged out. Waiting for processes to exit.
{user} logged in from {ip}
user {user} logged out
login of {user} successful
successful login: {user}, {ip}
user={user} action=login result=success ip={ip}
signed in {user} via single sign-on
{user} authenticated with a client certificate
authentication succeeded for {user}
two-factor code accepted for {user}
{user} : TTY=pts/0 ; PWD=/home/{user} ; USER=root ; COMMAND=/usr/bin/journalctl
sudo: {user} ran a command as root
{user} became root
Received disconnect from {ip} port {nn}:11: disconnected by user {user}
Disconnected from user {user} {ip} port {nn}
token issued for {user}, valid for {n} hours
access token of {app} refreshed
jwt for {user} verified
session token {id} revoked at logout
api key {id} created by {user}
password changed for {user}
pam_unix(passwd:chauthtok): password changed for {user}
new user: name={user}, UID=100{n}, home=/home/{user}
new group: name={user}, GID=100{n}
add '{user}' to group 'docker'
user {user} added to group video
user {user} removed by admin
account {user} unlocked
permissions of {path} set to 0640
owner of {path} changed to {user}
role editor granted to {user}
access to {path} granted for {user}
authorized_keys of {user} updated
host key generated for {host}: ED25519
ssh host key fingerprint SHA256:{id}
certificate for {domain} renewed
certificate of {domain} is valid until {date}
Certificate not yet due for renewal; {domain} valid for {nn} more days
new certificate issued for {domain}
acme: {domain} validated, certificate stored
loaded {n} CA certificates
tls certificate for {domain} reloaded
TLS handshake with {ip} completed, client certificate ok
key pair {id} rotated as planned
gpg: key {hex} imported
keyring unlocked for {user}
kerberos ticket for {user} renewed
ldap bind as {user} ok
door opened with card of {user}, access granted
badge {id} accepted for {user}
AppArmor: profile {proc} loaded
SELinux: policy loaded, permissions enforced
audit: login uid={nn} ses={n} res=success user {user}
registered fingerprint for {user}
"""

WARNING = """
Failed password for {user} from {ip} port {nn} ssh2
Failed password for invalid user {user} from {ip} port {nn} ssh2
Failed publickey for {user} from {ip} port {nn}
Invalid user {user} from {ip} port {nn}
Connection closed by authenticating user {user} {ip} port {nn} [preauth]
Connection closed by invalid user {user} {ip} port {nn} [preauth]
pam_unix(sshd:auth): authentication failure; logname= uid=0 tty=ssh rhost={ip} user={user}
pam_unix(sudo:auth): authentication failure; user={user}
pam_unix(login:auth): check pass; user unknown
{user} : 1 incorrect password attempt ; TTY=pts/1 ; USER=root
FAILED SU (to root) {user} on pts/0
su: Authentication failure for {user}
login failed for {user}
failed login of {user} from {ip}
login attempt of {user} refused: wrong password
login of {user} refused
refused login for {user}, account is locked
wrong password for user {user}
bad password from {ip}, user {user}
incorrect PIN entered by {user}
invalid credentials for {user}
user={user} action=login result=denied ip={ip}
authentication failed for {user}, {few} tries left
authentication of {user} failed, invalid code
second factor of {user} wrong, asked again
sign-in of {user} rejected, wrong username or password
user {user} could not be authenticated
unknown user {user} tried to log in from {ip}
login from unknown device for {user}
login of {user} from an unusual place: {ip}
root login refused from {ip}
ROOT LOGIN REFUSED FROM {ip}
badge {id} refused at the door
fingerprint of {user} not recognised, try again
password authentication failed for user "{user}"
no pg_hba entry matched, login of {user} from {ip} rejected
Access denied for user '{user}'@'{ip}' (using password: YES)
AUTH failed: invalid password from {ip}
mqtt client {app} rejected: bad username or password
web login: {user} denied, password mismatch
"POST /login HTTP/1.1" 401 {nn} user {user}
GET /admin 401 Unauthorized from {ip}
certificate for {domain} expires in {n} days
certificate of {domain} will expire on {date}
certificate {stem}.pem is about to expire
tls certificate expires soon: {domain}, {few} days left
{domain}: certificate valid for only {few} more days
renewal of certificate {domain} due, {n} days remaining
certificate renewal for {domain} failed once, will be retried
CA certificate expires in {n} days
client certificate of {host} close to its end ({few} days)
password of {user} expires in {few} days
password for {user} will expire soon
your password expires in {n} days, {user}
api key {id} expires in {few} days
token for {app} expires in {n} minutes, renewing soon
license key runs out in {n} days
access token expired, got a new one for {app}
token of {user} expired, refreshed
key exchange with old algorithm ssh-rsa from {ip}, deprecated
TLS 1.0 used by {ip}, deprecated protocol
weak cipher accepted from {ip}
self-signed certificate accepted from {ip}
certificate of {domain} is self-signed, trusted anyway
key {id} uses only 1024 bits, too weak
permissions 0644 for '{path}' are too open
private key {stem}.key is readable by others
{path} is world-writable
default password still in use for {user}
account {user} has no password set
user {user} still uses the default credentials
{user} is not in the sudoers file, refused once
ldap server slow, login of {user} took {slowms} ms
login of {user} served from the credential cache
"""

ERROR = """
Permission denied
{path}: Permission denied
open {path}: permission denied
cannot open {path}: Permission denied
PermissionError: [Errno 13] Permission denied: '{path}'
EACCES: permission denied, open '{path}'
mkdir: cannot create directory '{path}': Permission denied
{app}: no permission to read {file}
not allowed to write {path}
{user} is not permitted to open {tty}
Operation not permitted: {path}
chown of {path} failed: Operation not permitted
insufficient privileges to run {job}
insufficient permissions for {user} on {path}
access to {path} denied
access denied: {user} may not delete {stem}
Access denied by policy for {app}
{user} lacks the role to change {stem}
forbidden: user {user} cannot list resource in namespace {stem}
403 Forbidden for {app}, missing scope
AccessDenied when calling PutObject on {stem}
client denied by server rules: {path}
permission denied for table {stem}
ERROR: must be owner of database {db}
dial unix /var/run/docker.sock: connect: permission denied
pull access denied for {image}, authorization required
apparmor="DENIED" operation="open" profile="{proc}" name="{path}"
avc: denied { read } for pid={pid} comm="{proc}" name="{file}"
SELinux is preventing {proc} from read access on {file}
Failed to drop privileges: Operation not permitted
certificate has expired: {domain}
certificate of {domain} expired on {date}
x509: certificate has expired or is not yet valid: {domain}
TLS handshake failed: certificate expired
tls: failed to verify certificate: x509: certificate signed by unknown authority
SSL certificate problem: unable to get local issuer certificate
SSL: CERTIFICATE_VERIFY_FAILED for {domain}
certificate verify failed: self-signed certificate in chain
certificate of {domain} not trusted
certificate does not match host {domain}
remote error: tls: bad certificate from {ip}
SSL_do_handshake() failed: bad certificate
client certificate rejected: unknown ca
certificate {stem}.pem has been revoked
handshake with {ip} aborted, no valid client certificate
could not renew certificate for {domain}
renewing the certificate of {domain} failed: challenge not passed
acme: authorization for {domain} failed
private key {path} could not be read: wrong passphrase
private key does not match certificate {stem}.pem
cannot load certificate {path}: no start line
host key verification failed for {host}
REMOTE HOST IDENTIFICATION HAS CHANGED for {host}
Unable to negotiate with {ip}: no matching host key type found
no supported authentication methods available for {host}
signature of token invalid, request {id} denied
invalid token, request {id} not authorised
jwt verification failed: signature is invalid
token expired, request of {app} rejected
request refused: token of {app} is not valid
api key {id} rejected by {domain}
api key missing or revoked, {job} not run
oauth: invalid_grant, refresh token revoked
could not refresh the access token for {app}
unauthorized: {app} not allowed to publish on topic {stem}
ldap bind failed for {user}
kinit: Preauthentication failed for {user}
krb5: Clock skew too great, no ticket for {user}
Could not chdir to home directory /home/{user}: Permission denied
pam_unix: could not identify user {user}
user {user} does not exist, job {job} cannot run as it
password change for {user} failed
useradd: cannot create user {user}
gpg: decryption failed: No secret key
unable to decrypt {file}: wrong key
keyring of {user} could not be unlocked
failed to load key {id} from the TPM
secret {stem} could not be read from the vault: denied
vault token of {app} revoked, secrets unavailable
"""

CRITICAL = """
{nn} failed logins for {user} from {ip} within {n} minutes
{nn} failed password attempts from {ip} in {sec} s
more than {nn} failed logins from {ip}
too many failed logins from {ip}, {nn} users tried
too many authentication failures from {ip}: password guessing suspected
many logins guessed from {ip}, {nn} attempts
brute force attack on sshd from {ip}
brute-force suspected: {nn} wrong passwords from {ip}
possible brute force against {user}: {nn} tries
dictionary attack on {user}, {nn} passwords tried from {ip}
password guessing: {nn} invalid users tried from {ip}
passwords being guessed from {n} addresses, {nn} failures per hour
repeated login failures: {nn} times from {ip}, address blocked
fail2ban: {ip} banned after {nn} failures
Ban {ip}: {nn} failed attempts
message repeated {nn} times: [ Failed password for {user} from {ip} ]
last message repeated {nn} times: failed password for {user}
PAM {nn} more authentication failures; rhost={ip} user={user}
credential stuffing detected, {nnn} logins refused in an hour
login flood from {ip}, {nn} refused attempts per minute
{nn} wrong PINs entered, door locked down
account takeover: {user} logged in after {nn} failed guesses
break-in detected, unknown root session from {ip}
POSSIBLE BREAK-IN ATTEMPT! {nn} logins from {ip}
intrusion detected: root shell opened by unknown user from {ip}
intruder logged in as {user}, system compromised
unauthorised root access on {host}, machine compromised
rootkit found in {path}, {host} is compromised
private key of the CA has leaked, all certificates are void
signing key {id} compromised, everything signed with it is at risk
root key stolen, revoke all certificates now
secrets of {app} leaked, {nn} credentials exposed
customer passwords exposed, data of {nn} accounts leaked
password database dumped by {ip}, credentials stolen
root certificate expired, every client is locked out
CA certificate expired, all {nn} devices rejected, service down
certificate of the main gateway expired, {nn} devices locked out
all certificates revoked, no client can connect any more
nobody can log in any more: account database corrupt
/etc/shadow is corrupt, all logins impossible
/etc/passwd lost, no user can log in
user database destroyed, all accounts lost
authentication server dead, nobody can log in, all services locked
key store corrupt, all keys lost
TPM locked out, disk keys lost, {host} cannot be unlocked
encryption key of {pool} lost, data can never be decrypted
master key destroyed, {size} of encrypted data lost
vault is sealed and its unseal keys are lost, all secrets gone
host keys of {host} lost, sshd cannot let anybody in, machine unreachable
ransomware: {nnn} files encrypted under {mount}, data lost
audit log tampered with, admin rights taken by {user}
"""
MESSAGES = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}
