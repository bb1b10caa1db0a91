"""What logs say about buses and devices: USB, PCIe, GPUs, sensors, cameras, serial lines, CAN."""

INFO = """
usb {usb}: new high-speed USB device number {n} using xhci_hcd
usb {usb}: new full-speed USB device number {n} using tegra-xusb
usb {usb}: New USB device found, idVendor=0403, idProduct=6001
usb {usb}: Product: {sensor}
usb {usb}: Manufacturer: FTDI
usb {usb}: SerialNumber: {id}
usb {usb}: USB disconnect, device number {n}
usb {usb}: FTDI USB Serial Device converter now attached to {tty}
usb device {usb} removed by {user}
usbcore: registered new interface driver {stem}
hub {usb}:1.0: {few} ports detected
input: Logitech USB Receiver as /devices/platform/usb{few}/{usb}/input/input{n}
hid-generic 0003:{hex}: input,hidraw0: USB HID v1.11 Keyboard
cdc_acm {usb}:1.0: {tty}: USB ACM device
pci {pci}: [10de:2204] type 00 class 0x030000
pci {pci}: BAR 0: assigned [mem 0x{hex}-0x{hex}]
pcieport {pci}: PME: Signaling with IRQ {nn}
pcie {pci}: link up, gen 3 x4
PCIe link of {pci} trained at 8.0 GT/s x4
{stem} {pci}: enabling device (0000 -> 0002)
NVRM: loading NVIDIA UNIX x86_64 Kernel Module {ver}
nvidia {pci}: driver loaded, {gpu} ready
{gpu} detected, {size} on board
found {few} GPUs
{gpu}: {pct}% utilisation, idle clocks
nvgpu: {gpu} powered up and initialised
[drm] Initialized nvidia-drm 0.0.0 for {pci} on minor 0
display connected on HDMI-1, 1920x1080
monitor on DP-{few} detected
audio device {stem} found
Bluetooth: hci0: device {mac} paired
camera {cam} detected
camera {cam} opened, 1920x1080 at 30 fps
{cam}: stream started at {n} fps
{cam} bound to driver
{cam}: sensor model id 0x{hex}, probe ok
tegra-camrtc-capture-vi: subdev {cam} bound
uvcvideo: Found UVC 1.10 device {stem}
v4l2: {cam} registered as /dev/video{few}
lens of {cam} focused
sensor {sensor} found at 0x{n}
{sensor}: initialised
{sensor} calibrated
{sensor}: self test ok
{sensor} reads {c}.{n}, all fine
i2c i2c-{few}: new device {sensor} at 0x{n}
{sensor} i2c {few}-00{n}: probe successful
iio device {sensor} registered
spi spi{few}.0: {sensor} ready
can{few}: CAN device driver registered, bitrate 500000
can0: bus is active again
can0: bitrate 500000, sample point 0.875
{tty} at MMIO 0x{hex} (irq = {nn}) is a 16550A
serial port {tty} opened at 115200 baud
{tty}: modem answers OK
modbus device {n} answers on {tty}
gpio {n} exported as output
gpiochip{few}: {n} lines registered
rtc rtc0: set system clock to {date}
watchdog device iTCO_wdt initialised, hardware timer {n} s
lidar {stem} spinning, data ready
motor driver {few} initialised
encoder {few} homed
robot arm: all {few} joints referenced
printer {stem} connected via usb {usb}
barcode scanner on {tty} ready
zigbee stick found on {tty}
touch screen registered as input{n}
CPU{few}: Intel processor brought online
smpboot: {n} processors activated
firmware loaded into {sensor}, device ready
hardware self test passed
"""

WARNING = """
usb {usb}: reset high-speed USB device number {n} using xhci_hcd
usb {usb}: device was reset and works again
usb {usb}: not running at top speed; connect to a high speed hub
usb {usb}: device runs at full speed only
usb {usb}: device disconnected for a moment, found again
usb {usb}: cable seems bad, {n} retries
usb hub {usb} reset after slow answer
xhci_hcd {pci}: port {few} slow to answer, retry
pcieport {pci}: AER: Corrected error received: {pci}
pcieport {pci}: PCIe Bus Error: severity=Corrected, type=Physical Layer
PCIe: {nn} corrected errors on {pci}
{pci}: corrected bus error, retried
pci {pci}: 4.000 Gb/s available PCIe bandwidth, limited by 2.5 GT/s x2 link
PCIe link of {pci} degraded to x1
{pci}: link came up only with gen 1
{gpu} runs on a x4 slot, slower than possible
{gpu}: {n} correctable ECC errors in video unit
NVRM: Xid (PCI:{pci}): 63, row remapping pending
{gpu}: page retirement pending after corrected errors
{gpu} reset and recovered
{gpu}: recovered from a hang, frame dropped
i915 {pci}: [drm] GPU HANG recovered, resetting rcs0
amdgpu: ring gfx timeout, but soft recovered
{gpu} utilisation at {hi} %
cpu stepping has known erratum, workaround enabled
mce: [Hardware Error]: Machine check events logged, corrected
CPU{few}: corrected machine check, bank {few}
firmware bug in ACPI table, workaround used
ACPI BIOS Warning (bug): optional field has zero length
{cam}: {n} frames dropped
{cam}: dropped frame {nn}, bus busy
{cam} delivers only {n} fps instead of 30
{cam}: image dark, lens may be dirty
{cam}: frame late by {ms} ms
{cam}: corrected {n} CSI ECC errors
{cam}: stream restarted after a gap
uvcvideo: Non-zero status (-71) in video completion handler, frame skipped
camera {cam} answered on second try
camera {cam} not calibrated recently
{sensor}: calibration is {nn} days old
{sensor}: calibration due soon
{sensor} drifts, offset {few}.{n}
{sensor}: noisy readings, filter widened
{sensor}: value {nnn} near the end of its range
{sensor}: reading retried {few} times
{sensor} answered after {ms} ms, slow
{sensor}: one sample missed
{sensor}: crc error, read again
sensor {sensor} delivers old values, polling again
sensor {sensor} intermittent, {n} of 100 reads lost
i2c i2c-{few}: bus busy, recovered with 9 clocks
i2c i2c-{few}: arbitration lost, retrying
i2c transfer to 0x{n} retried
spi{few}.0: transfer slow, lower clock used
can0: error warning limit reached
can0: bus error counter tx={hi} rx={n}
can{few}: error-passive state entered, still on the bus
can0: {n} messages lost by overrun, continuing
{tty}: {few} input overrun(s)
serial {tty}: framing errors, {n} bytes skipped
{tty}: parity error, byte repeated
modbus: device {n} on {tty} answered after retry
gpio {n} bounces, debounce raised
encoder {few}: {n} counts missed, corrected
motor driver {few}: current high, step retried
axis {few} deviates by 0.{n} mm, compensated
relay {few} nears the end of its life ({nnn} cycles)
lidar {stem}: window dirty
lidar: {n} points lost, rotation uneven
paper low in printer {stem}
toner of printer {stem} almost empty
rtc lost time, corrected by {sec} s
clocksource: timekeeping watchdog marks tsc as unstable, using hpet
touch panel responds slowly
bluetooth device {mac} dropped out, paired again
"""

ERROR = """
usb {usb}: device descriptor read/64, error -71
usb {usb}: device not accepting address {n}, error -71
usb {usb}: unable to enumerate USB device
usb usb{few}-port{few}: unable to enumerate USB device
usb {usb}: can't set config #1, error -32
usb {usb}: device not responding to setup address
usb {usb}: failed to reset, device lost
usb device {usb} disappeared unexpectedly
usb {usb}: device vanished during transfer
USB transfer to {stem} failed: LIBUSB_ERROR_IO
hub {usb}:1.0: hub_ext_port_status failed (err = -71)
xhci_hcd {pci}: xHCI host not responding to stop endpoint command
{usb}: no driver accepts this device
pcieport {pci}: AER: Uncorrected (Non-Fatal) error received: {pci}
pcieport {pci}: PCIe Bus Error: severity=Uncorrected (Non-Fatal)
pci {pci}: BAR 14: failed to assign [mem size 0x{hex}]
pci {pci}: device not found after reset
tegra-pcie {pci}: Phy link never came up
PCIe link of {pci} down
pcie {pci}: link training failed
{stem} {pci}: probe failed with error -{code}
{stem}: probe of {pci} failed with error -{code}
{sensor} {few}-00{n}: probe failed: -121
driver {stem} could not bind to {usb}
device {stem} not found
device {tty} does not exist
no such device: {tty}
could not open {tty}: No such device
failed to open serial port {tty}
SerialException: could not open port {tty}
serial.SerialException: device reports readiness but returned no data ({tty})
read from {tty} failed: device removed
{tty}: device disconnected
{tty}: no answer from modem
modbus: no response from device {n} on {tty}
modbus slave {n} on {tty} dead
NVRM: Xid (PCI:{pci}): 31, pid={pid}, MMU Fault
NVRM: Xid (PCI:{pci}): 13, Graphics Engine Exception
NVRM: RmInitAdapter failed! ({n}:{n})
nvidia-smi: Unable to determine the device handle for {gpu}
{gpu} not found
no CUDA-capable device is detected
CUDA error: device-side fault on {gpu}
CUDA driver could not initialise {gpu}
{gpu} does not respond
{gpu} hang, job {job} aborted
{gpu}: uncorrectable error, application stopped
amdgpu: ring gfx timeout, reset failed
nvgpu: {gpu} channel timeout, job killed
[drm] flip_done timed out on {gpu}
no display found on HDMI-1
failed to read EDID of the monitor
camera {cam} not found
camera {cam} does not answer
camera {cam} failed to start
{cam}: no frames for {sec} s
{cam}: frame timeout
{cam} stopped delivering images
{cam}: could not open device
{cam}: device busy, open failed
{cam}: probe failed, no sensor at 0x{n}
{cam}: VIDIOC_STREAMON failed: I/O error
cannot open camera {cam}
capture from {cam} failed
tegra-camrtc-capture-vi: uncorr_err: request timed out after 2500 ms
nvarguscamerasrc: Failed to create CaptureSession
Argus: No cameras available
uvcvideo: Failed to query (GET_CUR) UVC control {n}: -32
{sensor} not found on i2c-{few}
{sensor} not responding
{sensor}: read failed
{sensor}: no data for {sec} s
{sensor}: wrong chip id 0x{hex}
{sensor}: self test failed
{sensor} disconnected
{sensor}: calibration failed
sensor {sensor} broken, value frozen
sensor {sensor} lost
reading sensor {sensor} failed: Remote I/O error
i2c i2c-{few}: timeout waiting for bus ready
i2c i2c-{few}: transfer to 0x{n} failed: no ack
tegra-i2c: i2c transfer timed out, address 0x{n}
spi{few}.0: transfer failed
can0: bus-off
can{few}: bus-off, controller stopped
can0: transmit failed, no node acknowledges
gpio {n}: cannot be requested, line in use by {stem}
motor driver {few}: fault, axis disabled
motor {few} blocked
encoder {few} gives no signal
axis {few}: following fault, move aborted
lidar {stem} not spinning
lidar {stem}: no scan received
printer {stem}: paper jam
printer {stem} is offline
bluetooth: hci0: command 0x{hex} tx timeout
Bluetooth: hci0: device setup failed
zigbee stick on {tty} does not answer
audio device {stem} not available
touch screen does not answer
rtc cannot be read: hardware clock failed
card reader {stem} defective
TPM device not found
relay {few} welded, does not open
interrupt {nn}: nobody cared, device disabled
"""

CRITICAL = """
mce: [Hardware Error]: CPU {few}: Machine Check Exception: 5 Bank {few}: {hex}
Kernel panic - not syncing: Fatal machine check
Kernel panic - not syncing: Fatal hardware error!
kernel panic: machine check on cpu {few}, bus broken
fatal machine check on CPU {few}, system halted
Uhhuh. NMI received for unknown reason 3d, hardware dead, halting
NMI: PCI system fault, machine stops
pcieport {pci}: AER: Uncorrected (Fatal) failure received: {pci}, system halted
pcieport {pci}: PCIe Bus failure: severity=Uncorrected (Fatal)
fatal PCIe bus failure, {host} is going down
PCIe root complex dead, all devices lost
pci bus {pci} lost, all its devices gone, system unusable
all usb controllers died, {host} without any device
xhci_hcd {pci}: HC died; cleaning up
xHCI host controller not responding, assume dead
usb host controller is dead, all devices on the bus lost
NVRM: Xid (PCI:{pci}): 79, GPU has fallen off the bus.
NVRM: {gpu} has fallen off the bus, reboot needed
{gpu} lost for good, machine must be rebooted
{gpu} is dead, service lost
{gpu} burnt out, all computing stopped
all GPUs lost, service down
only {gpu} of this machine has died
gpu memory controller dead, {gpu} lost, system halted
hardware fault in cpu {few}, machine halted
cpu {few} failed, system stopped
processor defective, {host} going down
mainboard of {host} defective, machine dead
board fault: {host} is going down
hardware failure, system halts
unrecoverable hardware failure in {stem}, {host} down
hardware watchdog found the bus dead, machine reset
chipset fault, machine lost
backplane dead, all modules lost
all sensors lost, robot stopped
all cameras lost, vehicle stopped
no camera left, vision service down, emergency stop
main sensor {sensor} dead, emergency stop
safety sensor {sensor} failed, machine halted
emergency stop: encoder {few} lost
emergency stop: axis {few} out of control
motor controller dead, machine halted
motor drive {few} exploded fuse and bridge, machine lost
can0: bus dead, drive controllers lost, emergency stop
can bus lost, vehicle stopped
field bus controller dead, plant stopped
i2c bus stuck for good, all sensors of {host} lost
brake sensor lost, train stopped
light curtain {few} defective, machine stopped for safety
lidar lost, robot halted in emergency
TPM defective, {host} can never start again
hardware of {host} is dying: {nn} bus faults per second
PLC cpu module stopped with hardware fault, line is down
io module {n} dead, production line stopped
"""
MESSAGES = {"info": INFO, "warning": WARNING, "error": ERROR, "critical": CRITICAL}
