"""What logs say about supply, batteries and voltages."""

INFO = """
{bat}: charging, {pct}%
battery {bat} at {pct} %
battery level {pct}%, state charging
{bat} fully charged
battery full, charging stopped
charging of {bat} finished after {n} h
charger connected, {w} W
charger plugged in
charger disconnected, running from {bat} at {pct} %
AC adapter online
ACPI: AC Adapter [AC] (on-line)
ACPI: Battery Slot [{bat}] (battery present)
AC power connected
mains power is back
mains power restored after {sec} s
Power restored on {ups}
UPS {ups} on line power
UPS {ups}@localhost: On line power. Load {pct}%
Communications with UPS {ups} established
UPS self test passed
apcupsd: Self Test completed: Battery OK
{ups}: battery charge {hi}%, runtime {n} min
ups.status=OL battery.charge=100 load={pct}
ups {ups}: input 2{n} V, normal
supply voltage {v} V
{rail}: {v} V, ok
{rail} {mv} mV within limits
rail {rail} up, {mv} mV
vin={v}V iin={few}.{n}A power={w}W
input {v} V, {w} W
power draw {w} W
power consumption {w} W, normal
power good from PMIC
pmic: all rails enabled
regulator {rail} enabled at {mv} mV
{rail}: supplied by 12V
ina3221: {rail} {mv} mV {nn} mA
power supply {few} ok, {w} W
PSU {few}: input good, output {v} V
power supply {few} inserted and running
both power supplies present, redundancy full
voltage normalised on {rail} ({v} V)
Voltage normalised
no under-voltage seen since boot
PoE power granted on port {n}: {w} W
usb-c: contract for 20 V {few} A negotiated
power profile set to balanced
nvpmodel: power mode 15W set
power mode MAXN selected, limit {w} W
power limit of {gpu} set to {w} W
entering suspend, {bat} at {pct}%
PM: suspend entry (deep)
PM: suspend exit
woken by power button
Power key pressed short, going to sleep
solar charger: {w} W, battery {v} V
photovoltaic input {w} W, feeding {w} W
generator test run finished, {v} V
battery health {hi}%, {nn} cycles
cell voltages balanced, spread {few} mV
{bat}: {nn} mAh, {v} V, cycle {nn}
relay closed, output powered
switched to mains, batteries are charging
"""

WARNING = """
UPS {ups} on battery
UPS {ups}@localhost: On battery, {n} min of runtime left
{ups}: on battery power, line lost
Power failure. {ups} running on batteries
mains lost, running on battery ({pct}%)
power cut, ups takes over
utility power lost, {ups} carries the load
ups.status=OB battery.charge={pct}
AC adapter unplugged, running from {bat}
AC power lost, switched to {bat}
running on backup power
generator took over after mains failure
battery low: {lo}%
battery {bat} low ({lo} %)
low battery on {bat}, {lo} % left
battery level {lo}%, please connect the charger
{bat} at {lo}%, saving power
battery of {sensor} weak ({few}.{n} V)
sensor battery of {host} is low, replace soon
zigbee device {host}: battery {lo}%
coin cell almost empty, rtc may lose time
CMOS battery low
remaining runtime of {ups} only {few} minutes
{ups}: replace battery soon
{ups}: battery is old, capacity {pct}%
UPS battery needs replacement
battery health down to {pct}%
{bat} has aged: {pct} % of its capacity left after {nn} cycles
cell imbalance {nn} mV in {bat}
Under-voltage detected! (0x00050005)
hwmon hwmon1: Undervoltage detected!
undervoltage detected on {rail}: {v} V
under-voltage, cpu throttled to save power
voltage low on {rail}: {mv} mV
supply voltage slightly low ({v} V)
supply voltage drops to {v} V under load
{rail} below its nominal value, {mv} mV
voltage dip of {ms} ms on {rail}
brownout averted on {rail}, {mv} mV
{rail}: {v} V, above nominal voltage
voltage ripple on {rail} high ({nn} mV)
input voltage unstable: {v} V
mains voltage 2{n} V out of the usual range, compensated
throttled due to over-current on {rail}
System throttled due to Over-current.
over-current warning on {rail}, clocks reduced
power draw {w} W close to the limit
power budget {hi}% used
power limit reached, {gpu} clocks reduced
{gpu}: SW power cap active
load of {ups} at {hi}%
{ups} is nearly overloaded, load {hi} %
power supply {few} lost input, redundancy lost
PSU {few} failed its redundancy check, other one carries the load
running on one power supply, not redundant
power supply {few} is degraded
charger supplies only {n} W, charging slowly
slow charger connected
charging paused, cells too cold
charger reconnected {few} times, bad contact
usb-c: only 5 V negotiated, device charges slowly
PoE budget nearly used up, {hi} %
power saving mode because of low charge
weak power supply, some functions are limited
solar yield low, battery drains ({pct}%)
battery discharging faster than usual
Lost communication with UPS {ups}, retrying
"""

ERROR = """
power supply {few} failed
PSU {few} failure, no output
power supply unit {few} dead, the other one takes the load
power supply {few}: fault, output 0 V
PSU {few} not detected
power supply {few} removed while in use
failed to enable regulator {rail}
{rail}: failed to enable: -110
regulator {rail} could not be set to {mv} mV
could not set voltage of {rail}
failed to set voltage {mv} mV on {rail}
{rail}: voltage setting rejected by the PMIC
pmic: i2c write failed, {rail} not changed
rail {rail} missing
no voltage on {rail}
{rail} has no power
power good of {rail} not asserted
{rail} short circuit, output switched off
over-current on {rail}, output disabled
overcurrent: port {n} switched off
usb port {n} overcurrent, power removed
fuse {few} blown, load {n} without supply
circuit breaker {n} tripped
relay {few} did not switch on the supply
charging failed
charging of {bat} failed: charger fault {n}
{bat} cannot be charged
charger of {bat} does not start
battery not charging although plugged in
charging aborted, voltage of {bat} too high
charger error {n}, no current
wallbox: charging session failed, no power from the car port
{bat} not detected
battery missing
battery {bat} not present
{bat}: communication with fuel gauge lost
fuel gauge of {bat} cannot be read
cannot read voltage of {rail}
reading {rail} failed: ina3221 does not answer
failed to read battery level of {host}
UPS {ups} is unavailable
Data for UPS [{ups}] is stale - check driver
Communications with UPS {ups} lost
lost contact with the ups {ups}
ups self test failed, battery bad
apcupsd: Battery failure detected during self test
{ups}: battery test failed
{ups} is overloaded, output {n} dropped
failed to set power mode {w}W
nvpmodel: could not set power mode {few}
failed to set power limit of {gpu}
power cap for {gpu} rejected
PM: suspend of device {usb} failed
PM: Some devices failed to suspend, or early wake event detected
suspend failed, {app} keeps the machine awake
hibernation failed: image not written, power stays on
wake-up timer not set, machine will not switch on
poe: port {n} power denied
PoE fault on port {n}, device without power
power request of {w} W on port {n} denied
solar charger fault {n}, no input from panel
inverter off: grid voltage out of range
inverter error {n}, feeding stopped
generator failed to start
transfer switch did not change to the generator
outlet {n} did not switch off
cell {n} of {bat} defective
power meter {few} does not report consumption
"""

CRITICAL = """
battery empty, shutting down
battery {bat} empty
{bat} is empty, system powers off
battery at 0 %, going down
battery critically low ({lo} %), shutting down
critically low battery, powering off in {sec} s
{bat} at 1 %, shutdown now
battery exhausted, {host} switches off
battery level critical: {lo}%, emergency hibernate
battery almost dead, machine is about to shut down
low battery shutdown started
Battery is empty, halting
UPS {ups}: battery low, forced shutdown in progress
UPS {ups}@localhost battery is low, shutting down
{ups}: low battery on battery power, system goes down
Executing automatic power-fail shutdown
apcupsd: Battery charge below low limit, initiating system shutdown
upsmon: Auto logout and shutdown proceeding
ups battery exhausted, {host} shutting down in {sec} s
remaining runtime 0 min, shutdown by {ups}
{ups} has run out of battery, power will be cut
{ups} failed, output off, {n} hosts without power
ups overload, output cut, {host} lost power
mains and battery lost, power off imminent
total power loss on {host}
power lost, {host} is dying
sudden loss of power, unsaved data lost
power failure, {nn} records lost
power outage, site dark, {n} machines down
complete power failure in rack {few}, all hosts off
both power supplies failed, system is going down
all power supplies failed
last power supply failed, emergency power off
no power supply left, halting
main supply {v} V lost, holding {ms} ms, saving and halting
input voltage collapsed to {v} V, shutdown
voltage too low to go on ({v} V), powering off
undervoltage lockout on {rail}, machine stopped
brown-out reset, {host} rebooted by low voltage
brownout on {rail}, board was reset
brownout detector triggered, data in RAM lost
voltage on {rail} far too high ({v} V), emergency power off
overvoltage on {rail}, shutdown to protect the board
overvoltage: power stage destroyed
{rail} collapsed, system reset
power rail {rail} lost, cpu halted
PMIC fault: emergency shutdown
pmic watchdog cut the power of {host}
power supply on fire alarm, everything off
battery pack {bat} deep discharged, destroyed
{bat} cut off by its protection, robot stopped dead
drone battery critical, landing at once
vehicle battery empty, gateway goes down
inverter and generator failed, site without power
generator out of fuel, site goes dark in {n} min
supercap empty, power gone, last message of {host}
emergency power off pressed, machine without power
power will fail in {sec} s, shutting everything down
"""
MESSAGES = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}
