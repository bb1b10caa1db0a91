"""What logs say about settings that are wrong, missing or outdated."""

INFO = """
configuration loaded from {conf}
loaded config {conf}
config file {conf} read
read {n} settings from {conf}
using config file {conf}
Using configuration {conf}
reading settings from {conf}
settings loaded, {n} keys
parsed {conf} in {ms} ms
configuration reloaded
configuration of {app} reloaded without errors
reloaded {conf}, {few} changes applied
SIGHUP received, rereading {conf}
received SIGHUP, reloading configuration files
config change detected in {conf}, applied
{conf} changed, new settings are active
configuration is valid
configuration file {conf} test is successful
nginx: the configuration file {conf} syntax is ok
syntax of {conf} checked, ok
config check passed
schema of {conf} valid
settings saved
settings of {app} saved by {user}
saved configuration to {conf}
wrote settings to {conf}
{key} set to {n}
option {key} changed from {n} to {n}
parameter "{key}" changed to "{n}"
setting {section}.{key} = {n} applied
{user} changed setting {key}
override {key}={n} from the environment
environment variable {key} read
no overrides found, defaults in use as intended
defaults loaded for section [{section}]
profile {stem} activated
profile {section} selected in {conf}
feature flag {stem} switched on
feature flag {key} is off
configuration backup written to {path}
config exported by {user}
imported settings from {path}
new configuration version {n} received and applied
configuration version {n} active
remote configuration unchanged
config sync finished, nothing to change
ansible: {conf} ok, changed=0
puppet: Applied catalog in {few}.{n} seconds
template {stem} rendered to {conf}
log level set to debug
log level changed to info by {user}
timezone set to Europe/Berlin
hostname set to {host}
locale set to en_US.UTF-8
calibration settings read from {conf}
device tree overlay {stem} applied
loaded {n} rules from {conf}
{n} rules in {conf}, all valid
vhost {domain} configured
systemd: Reloading.
unit files reread, settings of {unit} applied
migrated {conf} to the new format
"""

WARNING = """
unknown option {key} ignored
unknown option '{key}' in {conf}, ignored
unknown key {section}.{key} in {conf}, ignoring
Unknown key name '{key}' in section '{section}', ignoring.
unrecognized setting {key}, skipped
unsupported parameter {key} ignored
{conf}:{line}: unknown directive {key}, line skipped
{conf}:{line}: ignoring unexpected key {key}
ignoring invalid value for {key}, default used
invalid value for {key}, using default {n}
value {nnn} of {key} too large, clamped to {n}
{key} out of range, limited to {n}
{key} is too small, {n} used instead
{key} not set, using default {n}
{key} not configured, falling back to {n}
missing {key} in {conf}, default {n} is used
no value for {key}, assuming {n}
setting {key} missing, default assumed
no config file found, using defaults
{conf} not found, running with built-in defaults
could not find {conf}, continuing with default settings
config {conf} missing, defaults in use
environment variable {key} not set, using {n}
option {key} is deprecated
option {key} is deprecated, use {key}
deprecated setting {key} in {conf}
deprecated directive "{key}" used in {conf}:{line}
{key} is obsolete, please change it to {key}
{key} will be removed in the next release, update {conf}
the "{key}" directive is deprecated, use "{key}" instead
section [{section}] of {conf} is deprecated
old format of {conf} detected, converted
{conf} uses the outdated format {few}
configuration {conf} is outdated, version {few} expected
configuration written for version {ver}, some keys may have no effect
outdated setting {key} still present
legacy parameter {key} translated to {key}
duplicate key {key} in {conf}, last one wins
{key} defined twice in {conf}, second value used
duplicate section [{section}] merged
conflicting server name "{domain}" on 0.0.0.0:80, ignored
settings {key} and {key} conflict, first one used
conflicting values for {key}, taking {n}
{key} has no effect without {key}
setting {key} is ignored while {key} is on
{conf} changed on disk, reload needed
The unit file of {unit} changed on disk. Run 'systemctl daemon-reload' to reload units.
configuration changed but not saved
running settings differ from {conf}
configuration drift on {host}: {few} values differ
restart needed for {key} to take effect
parameter "{key}" cannot be changed without restarting the server
debug mode is enabled in {conf}, not for production
{key} is enabled but not recommended
insecure setting {key}=0 in {conf}
{key} set to an unusual value ({nnn})
timezone not set, using UTC
hostname is not set, using localhost
locale missing, falling back to C
config reload skipped, another one is running
new configuration not usable, keeping the old one
{conf} has trailing garbage in line {line}, ignored
empty value for {key} in {conf}
config server slow, using cached settings
using the last known good configuration
overlay {stem} not found, continuing without
"""

ERROR = """
failed to parse {conf}
cannot parse {conf}: line {line}
could not parse configuration {conf}
parse error in {conf} line {line}
{conf}:{line}: syntax error
syntax error in {conf} near '{key}'
{conf}: unexpected end of file in line {line}
unexpected "}" in {conf}:{line}
{conf}:{line}: expected '=' after {key}
yaml: line {line}: mapping values are not allowed in this context
yaml.scanner.ScannerError: {conf} line {line}
error reading {conf}: invalid JSON at line {line}
JSON settings in {conf} malformed
toml: {conf}: expected value, line {line}
invalid configuration: {key} missing
invalid configuration in {conf}
configuration of {app} is invalid
configuration error in section [{section}]
bad configuration option: {key}
{conf}: line {line}: Bad configuration option: {key}
{conf}: terminating, {few} bad configuration options
unknown directive "{key}" in {conf}:{line}
unknown setting {key}, cannot continue
unrecognized configuration parameter "{key}"
invalid value for {key}: "{stem}"
invalid value "{stem}" for parameter "{key}"
{key} must be a number, got '{stem}'
{key}={nnn} is out of bounds (1..100)
{key}: value {nnn} not allowed
{key}: not a valid address: {nnn}
wrong type for {section}.{key}, expected bool
missing required setting {key}
required option {key} is missing in {conf}
{key} is required but not set
{key} not configured, {app} cannot work
no {key} configured, {stem} disabled
mandatory section [{section}] not found in {conf}
missing section {section} in config
environment variable {key} is not set
missing environment variable {key}, {app} not started
KeyError: '{key}' missing in settings
config file {conf} not found
{conf}: No such file or directory
cannot open config {conf}: no such file
could not load settings from {conf}
failed to load configuration
failed to load config file {conf}
unable to read configuration file {conf}
could not open configuration file "{conf}"
Terminating: cannot read settings {conf}
failed to reload configuration, {conf} broken
reload failed: errors in {conf}
configuration test failed for {app}
nginx: configuration file {conf} test failed
config check failed: {few} problems in {conf}
config validation failed: {key} not allowed here
schema validation of {conf} failed at {section}.{key}
could not save settings to {conf}
saving the configuration of {app} failed
failed to write setting {key}
change of {key} rejected, value not supported
configuration version {n} rejected by {host}
config version {few} not supported, need {few}
configuration format too old, {app} refuses to start
{conf} is from an incompatible version
no such profile {stem} in {conf}
profile {stem} not defined
unknown device name {stem} in {conf}
undefined variable {key} in template {stem}
template {stem} could not be rendered: {key} undefined
duplicate zone {domain} in {conf}, refusing to load
upstream "{app}" not found in {conf}:{line}
unit {unit} has a bad unit file setting.
{unit}: Unit configuration has errors, not loaded
{unit}: Service has no ExecStart= setting. Refusing.
/etc/fstab:{line}: parse error, entry skipped
sudo: parse error in {conf} near line {line}
{conf}: bad permissions setting {key} in line {line}
Invalid config for [{section}]: required key not provided @ data['{key}']
device tree: node {stem} misconfigured, property {key} missing
misconfigured {section}: {key} points to nothing
wrong {key} in {conf}, {app} refused to start
zone {domain}: loading from master file failed: bad entry line {line}
ansible: template {conf} failed, variable {key} undefined
"""

CRITICAL = """
all settings lost, {host} is back to factory state
configuration lost, {host} unusable
all configuration of {host} lost
configuration store corrupt, all settings lost
configuration database damaged beyond repair
settings database destroyed, nothing can be restored
config partition empty, device has lost its settings
settings in NVRAM lost, machine stopped
configuration wiped, {app} down for good
{conf} and its backup are corrupt, {app} cannot run any more
{conf} is gone and there is no backup, service lost
no valid configuration left, giving up
no usable configuration after {few} attempts, giving up
giving up: {conf} broken, no fallback configuration
invalid configuration, {app} gave up restarting
bad config, {app} failed {n} restarts, service is down
broken {conf}, system halted
broken configuration pushed to all {nn} hosts, services are down
wrong configuration rolled out, {nn} devices offline
bad settings took the whole cluster down
misconfiguration of {section} brought down {domain}
misconfigured routing table in {conf}, whole site offline
firewall settings wrong, {host} locked out and unreachable
wrong entry in /etc/fstab, system dropped to emergency mode
/etc/fstab broken, boot stopped in emergency mode
boot configuration missing, system halted
boot configuration broken, {host} cannot start
bootargs missing, machine does not boot
device tree missing, board cannot boot
kernel command line wrong, no root device, halted
safety parameters missing, machine stopped
safety configuration invalid, emergency stop
safety settings {key} corrupt, robot shut down
wrong limit in {conf} stopped the machine, emergency stop
calibration data lost, robot disabled
calibration settings destroyed, machine cannot be used
wrong {key} deleted {nn} recordings, data lost
wrong retention setting {key} erased {size} of data
setting {key}=0 wiped the archive, data lost
wrong data_dir in {conf}: {db} overwritten, data lost
config management removed {conf} on {nn} machines, services down
registry hive of settings unreadable, system cannot start
cluster configuration lost, no node knows its peers, cluster down
etcd holds no configuration any more, cluster down
panic: cannot load configuration {conf}
panic: missing required setting {key}
must-have setting {key} missing, main service stays dead
configuration corrupt, {host} reboots endlessly
configuration lost during power cut, all zones and users gone
"""
MESSAGES = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}
