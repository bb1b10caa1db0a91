"""What logs say about temperatures, fans and throttling for heat."""

INFO = """
{zone}: temperature {c} C
temperature of {zone} is {c}°C
{zone} at {c} degrees, normal
temp={c}C zone={zone}
cpu temperature {c} C, fan {rpm} rpm
{zone} temperature {c} within limits
core temperature normal ({c} °C)
{zone}: temp1_input={c}000
Core temperature/speed normal
CPU{few}: Core temperature/speed normal (total events = {nn})
temperature back to normal: {c} °C
{zone} cooled down to {c} C
{zone} has cooled to {c} degrees, full speed again
throttling ended, {zone} at {c} °C
thermal throttling lifted on {gpu}
no longer throttled, clocks back to {nn} MHz
cooling off, {zone} {c} °C below the limit
{fan} running at {rpm} rpm
{fan} speed {rpm} RPM
{fan} set to {pct}%
fan speed of {fan} changed to {pct} %
pwm of {fan} now {nn}
{fan} turned off, {zone} is cool
fan {fan} stopped as planned, passive cooling
fan curve quiet in use, {zone} {c} C
fan control: {zone} {c} °C, duty {pct} %
fan test passed, {few} fans turning
{few} fans detected, all spinning
nvfancontrol: profile quiet, governor cont
thermal_sys: Registered thermal governor 'step_wise'
thermal_sys: Registered thermal governor 'fair_share'
thermal thermal_zone{few}: registered with trip points at 70 and 95
thermald: started, {n} zones found
thermald: {zone} polling every {n} s
cooling device {fan} bound to {zone}
registered cooling device {fan}
coretemp: sensor for {zone} ready
pump speed {rpm} rpm, coolant {c} °C
coolant at {c} C, flow ok
heatsink {c} °C, fine
inlet {c} °C outlet {c} °C, airflow normal
room temperature in the rack {c} °C
cabinet temperature {c} °C, ventilator off
{dev}: temperature {c} Celsius
smartd: Device: /dev/{dev}, Temperature {c} Celsius
SMART Usage Attribute: 194 Temperature_Celsius changed from {n} to {c}
{gpu}: {c} C, {pct}% fan
motor winding at {c} °C
battery bay {c} °C, ventilator idle
heat report: max {c} °C at {zone}
highest temperature today {c} °C ({zone})
ambient temperature {c} C
"""

WARNING = """
CPU{few}: Core temperature above threshold, cpu clock throttled (total events = {nn})
CPU{few}: Package temperature above threshold, cpu clock throttled
Core temperature above threshold on {zone}
{zone} temperature {hot} above threshold 80
{zone}: temperature {hot} C, over the limit of 80
temperature of {zone} high: {hot}°C
high temperature on {zone}: {hot} degrees
{zone} is hot ({hot} °C)
{zone} is getting hot, {hot} C
{zone} runs warm at {hot} °C
temp={hot}C zone={zone} limit=80 exceeded
{zone} close to its limit: {hot} of 105 °C
{zone} near the shutdown temperature ({hot} °C)
temperature rising quickly on {zone}: {hot} C
overheating of {zone} possible, {hot} °C
{zone} overheats slightly, slowing down
thermal throttling active on {gpu}
thermal throttling: {zone} at {hot} °C, clock cut to {nn} MHz
throttling {gpu}, temperature {hot} C
{gpu} throttled for heat, {nn} MHz
{gpu}: clocks reduced, HW thermal slowdown
{gpu}: SW thermal slowdown is active
cpu frequency reduced to {nn} MHz because of heat
clock speed limited, {zone} too warm
performance reduced to cool down, {hot} °C
OC ALARM: soctherm throttling of cpu and gpu for heat
soctherm: {zone} throttled at {hot} C
rpi: soft temperature limit active at {hot} C
thermal_zone{few}: trip point passive reached, throttling
{zone} passed trip point {few} ({hot} °C)
passive cooling switched on, {zone} at {hot} °C
charging slowed down, cells at {hot} °C
dimming the display, too hot ({hot} °C)
frame rate lowered to keep {zone} cool
{fan} runs at full speed, {zone} {hot} °C
{fan} at 100 %, temperature still {hot} C
fan {fan} slower than expected: {rpm} rpm
{fan}: speed low, {nn} rpm instead of {rpm}
{fan} below minimum speed, still turning
{fan} is noisy, bearing worn
{fan} speed fluctuates between {nn} and {rpm} rpm
one of {few} fans is slow, others speed up
fan {fan} needed {few} attempts to spin up
dust filter clogged, airflow reduced
airflow reduced, {zone} up to {hot} °C
cooling is degraded, running on one fan
pump slower than normal: {nn} rpm, coolant {hot} °C
coolant temperature {hot} °C, above normal
cabinet at {hot} °C, ventilator at maximum
rack inlet too warm: {hot} °C
{dev}: temperature {hot} C, above warning limit
smartd: Device: /dev/{dev}, Temperature {hot} Celsius reached limit of 70
nvme nvme0: temperature {hot} C above threshold, throttling
motor at {hot} °C, torque limited
inverter derating because of heat ({hot} °C)
heatsink at {hot} °C, output limited
SMART Usage Attribute: temperature of {dev} rose to {hot}
enclosure too warm in the sun, {hot} °C
{zone} temperature exceeded warning level
"""

ERROR = """
{fan} failed
{fan} has failed, 0 rpm
fan {fan}: 0 RPM, not spinning
{fan} is not turning
{fan} does not spin
{fan} stopped although {zone} is at {hot} °C
{fan} stalled
fan stalled: {fan}, duty 100 %, speed 0
{fan} blocked, motor current too high
fan {fan} missing
{fan}: no tachometer signal
no tacho pulses from {fan}, fan assumed broken
fan failure detected: {fan}
fan fault on {fan}
{fan} broken, please replace
cpu fan error: {fan} not detected
failed to start {fan}
failed to set speed of {fan}
could not set pwm of {fan}: Input/output error
setting {fan} to {pct}% failed
fan controller does not answer, speed of {fan} unknown
unable to control {fan}
fancontrol: could not write pwm1, fans at fixed speed
one fan of {few} dead, cooling not redundant
cooling fan of {gpu} failed
ventilator of the cabinet does not start
pump failure, coolant is not moving
coolant pump stalled
coolant pump 0 rpm
no flow in the cooling loop
coolant leak suspected, level too low
cooling of {zone} failed
cooling failed to bring {zone} under {hot} °C
cooling device {fan} did not change its state
failed to register cooling device {fan}
thermal thermal_zone{few}: failed to read out thermal zone (-61)
thermal zone {zone}: temperature cannot be read
cannot read temperature of {zone}
no temperature from {zone}, fans set to full speed
temperature sensor of {zone} not answering
temperature reading of {zone} failed
implausible temperature on {zone}: -{nn} °C
temperature of {zone} out of range, value dropped
thermald: could not set trip point of {zone}
thermald: failed to apply thermal policy
thermal governor could not be set for {zone}
throttling request for {gpu} was not accepted
job {job} aborted, {zone} too hot ({hot} °C)
request {id} refused because {gpu} is overheated
recording stopped, camera too hot ({hot} °C)
charging stopped because the cells are too hot ({hot} °C)
printing paused and failed: hotend overheated
motor {few} switched off for heat ({hot} °C)
heater of {zone} does not reach its temperature
thermal runaway check of heater failed, heating off
air conditioner of the rack failed
chiller reports fault {n}, no cooling
peltier cooler of {cam} failed
fan tray {few} removed
"""

CRITICAL = """
critical temperature reached ({hot} C), shutting down
thermal thermal_zone{few}: {zone}: critical temperature reached, shutting down
{zone}: critical temperature reached ({hot} C), shutting down
temperature of {zone} critical: {hot} °C, powering off
{zone} over critical limit, emergency shutdown
CPU{few}: temperature critical, system is halting
reboot: HARDWARE PROTECTION shutdown (Temperature too high)
hardware protection shutdown: temperature too high on {zone}
emergency shutdown: {zone} at {hot} C
emergency shutdown for heat ({hot} °C)
thermal shutdown of {host}
thermal shutdown imminent, {zone} {hot} °C
thermal trip: {zone} switched the machine off
thermtrip asserted by cpu {few}, power cut
THERMTRIP: processor overheated, host off
shutdown because of overheating, {zone} at {hot} °C
overheating: {host} shuts down now
system overheated ({hot} °C), halting
{host} overheated and switched itself off
over-temperature shutdown of {gpu} and {host}
over temperature! turning off in {sec} seconds
too hot: {zone} {hot} °C, shutdown in {sec} s
shutting down to protect the hardware, {hot} °C measured
powering off, temperature {hot} C above the maximum
system will shut down in {sec} s: {zone} too hot
machine is about to shut down for heat
last boot ended in a thermal shutdown at {hot} °C
{gpu} reached shutdown temperature {hot} C, computing lost
all fans failed, shutting down before overheating
all fans stopped, {zone} at {hot} °C and rising, power off imminent
no fan is turning, emergency power off
both fans dead, system halts for heat
fan and backup fan failed, {host} goes down
total loss of cooling, shutdown started
cooling failed completely, {zone} at {hot} °C, shutting down
coolant lost, machine stopped at {hot} °C
coolant pump dead, emergency stop at {hot} °C
server room at {hot} °C, all machines are shut down
rack overheated, {n} hosts switched off
air conditioning of the server room dead, hosts going down
fire alarm: smoke and {hot} °C in cabinet, power cut
battery overheated, thermal runaway, disconnect now
thermal runaway in {bat}, pack cut off, machine lost
thermal runaway of the hotend, printer halted
{zone} burnt out, board destroyed
{gpu} died of heat at {hot} °C
{dev}: temperature {hot} C critical, drive shut itself down
nvme nvme0: critical temperature, controller shut down, data unavailable
motor overheated, emergency stop, machine down
inverter tripped for heat, plant off the grid
INA: {zone} over 105 °C, orderly poweroff
orderly poweroff forced by thermal zone {zone}
temperature runaway: {hot} °C in {sec} s, system cut off
"""
MESSAGES = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}
