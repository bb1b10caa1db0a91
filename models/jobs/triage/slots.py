"""What stands in the slots of a template.

Open-class values (hosts, users, programs, files, networks, ..) belong to one split and are noted in
`Draw.values`; in train about half of them are made up. Numbers, devices and everyday paths are
closed and shared.
"""

from jobs import names
from jobs.line import TRAIN

HOSTS = """
gateway edge-box nas pi4 raspberrypi web web-prod db-primary db-replica backup mailhost bastion
builder runner jetson orin-nano kiosk printserver hmi scada-node plc-gw cam-server media
homeassistant hub nuc thinkpad laptop desktop router fw core-sw proxy cache worker node
control-plane k3s-agent storage ceph-osd vmhost hypervisor lab testrig bench robot-cell agv forklift
greenhouse pump-station turbine inverter-gw charger kassa pos-terminal ticketing door-ctl telemetry
collector grafana prometheus gitlab registry mirror staging demo office-pc reception classroom
library
""".split()
USERS = """
root admin deploy alice bob carol dave erin frank grace heidi ivan judy mallory niels olga peggy
rupert sybil trent victor walter ubuntu pi debian backup www-data postgres git jenkins ansible
operator service guest test oracle nagios ftp mysql jsmith mmueller akowalski lchen rpatel tnguyen
hgarcia ysato kim.lee anna maria tom jonas petra sven ingrid luca giulia pierre chloe support
helpdesk technician scanner lager shop kiosk student lehrer monitoring svc-print
""".split()
APPS = """
orderd billing-api invoice-worker telemetry-agent cam-recorder doorbell ingestd mqtt-bridge
label-printer scaled picker palletizer weighbridge recipe-sync stock-sync cart-service checkout
search-indexer thumbnailer mailer notifier geo-tracker fleetd routeplanner meterd heatpumpd
zigbee-bridge knx-gw blindctl irrigation poolctl ev-charger wallbox solar-logger plc-poller
opcua-server historian alarmd visiond lane-detect slam-node navd gripperd conveyor barcode-svc
auth-gateway profile-svc chatd feed-builder exporter aggregator scheduler replayer archiver
video-wall signage kioskd pos-sync tillctl ticketd lottery laundryd coffeed badge-reader timeclock
payroll-export crm-sync erp-link webshop
""".split()
DAEMONS = """
nginx sshd postgresql redis-server mosquitto docker containerd kubelet NetworkManager dnsmasq
chronyd cron rsyslogd haproxy apache2 mariadb smbd nfs-server cups avahi-daemon bluetoothd fwupd
snapd dhcpcd wpa_supplicant hostapd systemd-resolved systemd-timesyncd systemd-journald
systemd-udevd grafana-server influxdb telegraf prometheus node_exporter home-assistant zigbee2mqtt
node-red openhab pulseaudio pipewire gdm Xorg gunicorn uwsgi php-fpm celery rabbitmq-server
elasticsearch kafka zookeeper etcd consul vault jenkins gitlab-runner squid bind9 unbound postfix
dovecot exim4 nvargus-daemon
""".split()
DOMAINS = """
example.com example.org example.net intranet.lan api.example.com updates.example.org
time.example.net mail.corp.local broker.factory.lan mqtt.example.io cloud.vendor.example
repo.internal s3.storage.example cdn.shop.example db.prod.internal ldap.school.example
kdc.uni.example vpn.office.example ntp.plant.local registry.build.example auth.portal.example
hooks.chat.example weather.service.example feed.market.example printer.floor2.lan nas.home.arpa
hub.home.arpa
""".split()
STEMS = """
report data events orders journal main state cache recording frames session upload dump index
catalog photos invoices metrics archive telemetry model weights queue inbox spool results users
settings notes history thumbnails export ledger
""".split()
NETWORKS = """
HomeNet FRITZ!Box CoffeeShop Guest Office-5G Warehouse PlantFloor SchoolWiFi Linksys NETGEAR
Vodafone-Home iot-things Robots LabNet eduroam Lobby MyPhone Camper BackyardAP Workshop
""".split()
PACKAGES = """
openssl libssl3 curl bash glibc libc6 linux-image linux-firmware python3 nodejs vim systemd
openssh-server nginx docker-ce postgresql-15 tzdata sudo git libx11-6 mesa firefox chromium
kernel-default busybox perl cuda-toolkit nvidia-driver grub2 libcurl4 zlib1g dbus ffmpeg imagemagick
redis qemu-guest-agent containerd.io ca-certificates base-files u-boot-tools
""".split()
KEYS = """
max_connections listen_address log_level timeout retries cache_size worker_processes bind_addr
api_url poll_interval data_dir tls_enabled buffer_size mqtt.host mqtt.topic broker_url db_path
upstream server_name keepalive PermitRootLogin MaxSessions ListenPort baud_rate threshold gpu_index
model_path camera.fps camera.width zone.count schema_version language retention_days rate_limit
proxy_pass ssl_protocols max_clients interface gateway dns_servers ntp.pool hostname batch_size
""".split()
CONF = """
/etc/nginx/nginx.conf /etc/ssh/sshd_config /etc/fstab /etc/resolv.conf /etc/default/grub
/etc/dnsmasq.conf config.yaml config.toml settings.json app.ini .env /etc/hosts /etc/sudoers
docker-compose.yml values.yaml /etc/chrony/chrony.conf /etc/samba/smb.conf /etc/haproxy/haproxy.cfg
/etc/redis/redis.conf postgresql.conf pg_hba.conf mosquitto.conf configuration.yaml /boot/config.txt
/etc/netplan/01-netcfg.yaml application.properties appsettings.json prometheus.yml
/etc/systemd/journald.conf /etc/logrotate.conf /etc/crontab /etc/exports rules.d/40-cam.rules
params.yaml devices.xml
""".split()
SECTIONS = """
server client storage network main global database logging mqtt camera auth limits gpu cluster http
""".split()
MOUNTS = """
/ /var /home /data /boot /boot/efi /var/lib /var/log /tmp /srv /opt /mnt/backup /mnt/usb /media/sd
/mnt/nas
""".split()
DIRS = """
/var/log /var/lib /data /home /srv /opt /tmp /mnt/backup /var/spool /var/cache /recordings /run
""".split()
ENDINGS = """
.log .db .dat .json .csv .mp4 .tmp .tar.gz .sqlite .bin .parquet .txt .wal
""".split()
SENSORS = """
bme280 ds18b20 lm75 mpu6050 vl53l0x ina219 bno055 scd41 sht31 hx711 ads1115 veml7700 lis3dh bmp388
icm20948 apds9960 tsl2591 max31865 as5600 bh1750 gyro imu accelerometer barometer magnetometer
rangefinder load-cell flow-meter humidity-sensor pressure-sensor light-sensor co2-sensor gas-sensor
distance-sensor proximity-sensor radar0 imu0 imu1 lidar-front sonar-left
""".split()
CAMS = """
imx219 imx477 ov5647 /dev/video0 /dev/video1 /dev/video2 cam0 cam1 camera-3 realsense-d435 arducam
uvcvideo
""".split()
GPUS = "GPU0 GPU1 GPU-0 card0 nvidia0 amdgpu i915 GPU 0 GPU 1".replace("GPU ", "GPU~").split()
RAILS = """
VDD_CORE VDD_IN 5V0 3V3 12V VDD_CPU_GPU VBUS VDD_SOC 1V8 VIN +5V +12V vcc_main
""".split()
ZONES = """
cpu gpu soc CPU-therm GPU-therm thermal_zone0 thermal_zone3 x86_pkg_temp acpitz Tboard Tj core~2
core~5 package~0 coretemp k10temp SOC0-therm chassis inlet exhaust motor~driver nvme0 VRM enclosure
cabinet ambient
""".replace("~", "_").split()
FANS = """
fan1 fan2 fan3 fan0 pwm-fan CPU_FAN SYS_FAN2 chassis_fan rear_fan FAN_4 cooler0 tray-fan
""".split()
UPSES = """
ups0 apc@localhost eaton5e smartups UPS-1 myups cyberpower rack-ups backups700
""".split()
IFACES = """
eth0 eth1 enp3s0 eno1 wlan0 wlp2s0 wwan0 br0 bond0 usb0 tun0 wg0 docker0 end0 enp0s31f6 lan2 ppp0
""".split()
TTYS = """
ttyUSB0 ttyUSB1 ttyACM0 ttyS0 ttyS3 ttyTHS1 ttyAMA0 ttyLP2 COM3 ttymxc1
""".split()
DISKS = "sda sdb sdc sdd nvme0n1 nvme1n1 mmcblk0 mmcblk1 vda vdb xvda sde hda".split()
PARTS = """
sda1 sda2 sdb1 sdc3 nvme0n1p1 nvme0n1p2 nvme1n1p3 mmcblk0p1 mmcblk0p2 vda1 dm-0 dm-3 md0 md127 loop4
sde1
""".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class Draw:
    """What a filling needs: where it draws from, its split, and the open values used so far."""

    __slots__ = ("rng", "split", "values", "scene")

    def __init__(self, rng, split):
        self.rng = rng
        self.split = split
        self.values = []
        self.scene = None

    def open(self, make):
        """An open-class value made by `make(rng)`, of the split, and noted."""
        value = names.drawn(self.rng, self.split, make)
        self.values.append(value)
        return value


def _word(rng):
    """A made-up word that could be a name on a machine."""
    if rng.random() < 0.2:
        return names.code(rng, rng.choice(("aaa", "aaaa", "aaa00", "a00", "aa-000", "aaaaa")))
    size = rng.choice((1, 2, 2, 3))
    return "".join(
        rng.choice(names.ONSETS) + rng.choice("aeiouy") + rng.choice(names.CODAS)
        for _ in range(size)
    )


def _open(real, shapes, made=0.5):
    """A slot: one of `real` or a made-up word, put into one of the shapes (`*` stands for it)."""

    def slot(draw):
        share = made if draw.split == TRAIN else 0.15

        def make(rng):
            stem = _word(rng) if rng.random() < share else rng.choice(real)
            shape = rng.choice(shapes)
            if "0" in shape:
                shape = names.code(rng, shape.replace("a", "\1")).replace("\1", "a")
            return shape.replace("*", stem)

        return draw.open(make)

    return slot


def _one(values):
    values = tuple(values)
    return lambda draw: draw.rng.choice(values)


def _whole(low, high):
    return lambda draw: str(int(low + draw.rng.random() * (high - low + 1)))


def _tenth(low, high, digits=1):
    return lambda draw: f"{low + draw.rng.random() * (high - low):.{digits}f}"


def _code(*shapes):
    return lambda draw: names.code(draw.rng, draw.rng.choice(shapes))


def _hex(length):
    return lambda draw: f"{draw.rng.getrandbits(4 * length):0{length}x}"


def _size(draw):
    rng = draw.rng
    number = rng.choice(
        (str(rng.randint(1, 990)), f"{rng.random() * 60:.1f}", str(2 ** rng.randint(2, 10)))
    )
    return (
        number
        + rng.choice(("", " ", " "))
        + rng.choice(("MB", "MiB", "GB", "GiB", "M", "G", "KiB", "kB"))
    )


def _ip(draw):
    rng = draw.rng
    head = rng.choice(("10.%d.%d", "192.168.%d", "172.16.%d", "203.0.%d", "198.51.%d", "100.64.%d"))
    marks = tuple(rng.randrange(255) for _ in range(head.count("%d")))
    tail = (head % marks).count(".")
    return (head % marks) + "".join(f".{rng.randrange(1, 255)}" for _ in range(3 - tail))


def _ip6(draw):
    net = draw.rng.choice(("fe80", "2001:db8", "fd00"))
    return f"{net}::{draw.rng.getrandbits(16):x}:{draw.rng.getrandbits(16):x}"


def _mac(draw):
    return ":".join(f"{draw.rng.getrandbits(8):02x}" for _ in range(6))


def _path(draw):
    return f"{draw.rng.choice(DIRS)}/{SLOTS['file'](draw)}"


def _version(draw):
    rng = draw.rng
    shape = rng.choice(
        ("%d.%d.%d", "%d.%d", "v%d.%d.%d", "%d.%d.%d-1", "%d.%d.%d-rc2", "20%02d.%02d")
    )
    return shape % tuple(rng.randrange(1, 30) for _ in range(shape.count("%")))


def _pci(draw):
    return (
        f"0000:{draw.rng.getrandbits(6):02x}:{draw.rng.randrange(32):02x}.{draw.rng.randrange(8)}"
    )


def _usb(draw):
    return f"{draw.rng.randint(1, 4)}-{draw.rng.randint(1, 6)}" + draw.rng.choice(
        ("", "", ".1", ".3", ".4.2")
    )


def _date(draw):
    rng = draw.rng
    year, month, day = rng.randint(2019, 2029), rng.randint(1, 12), rng.randint(1, 28)
    way = rng.randrange(3)
    if way == 0:
        return f"{year}-{month:02}-{day:02}"
    return f"{MONTHS[month - 1]} {day} {year}" if way == 1 else f"{day} {MONTHS[month - 1]}"


def _either(first, second, share=0.5):
    return lambda draw: first(draw) if draw.rng.random() < share else second(draw)


app = _open(APPS, ("*", "*", "*", "*d", "*-0", "*-svc"))
host = _open(HOSTS, ("*", "*0", "*-00", "*-0", "*.lan", "*00"))
program = _either(_one(DAEMONS), app)

SLOTS = {
    "n": _whole(2, 40),
    "few": _whole(2, 6),
    "nn": _whole(100, 9000),
    "nnn": _whole(10_000, 9_999_999),
    "pid": _whole(2, 40_000),
    "line": _whole(1, 400),
    "pct": _whole(8, 70),
    "hi": _either(_whole(86, 99), _tenth(86, 99.5), 0.8),
    "lo": _either(_whole(1, 9), _tenth(0.5, 9), 0.8),
    "c": _either(_whole(28, 62), _tenth(28, 62), 0.7),
    "hot": _either(_whole(82, 115), _tenth(82, 110), 0.7),
    "v": _tenth(3, 26, 2),
    "mv": _whole(900, 14_000),
    "w": _whole(3, 450),
    "rpm": _whole(600, 6200),
    "sec": _whole(3, 300),
    "ms": _whole(2, 900),
    "slowms": _whole(1500, 60_000),
    "size": _size,
    "gb": lambda draw: (
        f"{draw.rng.choice((16, 32, 64, 128, 240, 256, 480, 500, 512, 1000, 2000))} GB"
    ),
    "hex": _hex(8),
    "addr": lambda draw: f"0x{draw.rng.getrandbits(32):x}",
    "id": _either(_hex(8), _code("aa-0000", "AAA-000", "00000", "a0a0a0")),
    "errno": _whole(1, 125),
    "code": _whole(1, 140),
    "signal": _one("SEGV ABRT KILL BUS ILL FPE TERM".split()),
    "dev": _one(DISKS),
    "part": _one(PARTS),
    "mount": _either(_one(MOUNTS), _open(STEMS, ("/mnt/*", "/media/*", "/srv/*", "/data/*")), 0.7),
    "file": lambda draw: SLOTS["stem"](draw) + draw.rng.choice(ENDINGS),
    "stem": _open(STEMS, ("*", "*", "*-00", "*_0000")),
    "path": _path,
    "fs": _one("ext4 xfs btrfs f2fs zfs vfat ext4 ntfs3 ubifs overlayfs".split()),
    "pool": _either(
        _one("tank rpool data pool0 zroot vg0 vg_data".split()), _open(STEMS, ("*", "pool-*"))
    ),
    "iface": _either(_one(IFACES), _open(NETWORKS, ("br-0", "vlan00", "veth0000", "eth*")), 0.9),
    "ip": _ip,
    "ip6": _ip6,
    "mac": _mac,
    "host": host,
    "domain": _either(
        _open(DOMAINS, ("*",), 0), _open(HOSTS, ("*.example.com", "*.lan", "*.internal", "*.local"))
    ),
    "port": lambda draw: str(
        draw.rng.choice((22, 53, 80, 443, 502, 1883, 3306, 5432, 6379, 8080, 8443, 8883, 9090))
    ),
    "user": _open(USERS, ("*", "*", "*", "*0", "*.*", "svc-*")),
    "app": app,
    "proc": program,
    "unit": lambda draw: (
        program(draw) + draw.rng.choice((".service", ".service", "", "@1.service", ".timer"))
    ),
    "pkg": _open(PACKAGES, ("*", "*", "*", "lib*", "*-common", "python3-*")),
    "ver": _version,
    "sensor": _either(_one(SENSORS), _open(SENSORS, ("*-sensor", "sensor-*", "*_sensor")), 0.85),
    "usb": _usb,
    "pci": _pci,
    "gpu": lambda draw: draw.rng.choice(GPUS).replace("~", " "),
    "cam": _one(CAMS),
    "rail": _one(RAILS),
    "zone": _one(ZONES),
    "fan": _one(FANS),
    "ups": _one(UPSES),
    "bat": _one(
        "BAT0 BAT1 battery cell~2 pack~1 bq27441 max17048 sbs-battery".replace("~", "-").split()
    ),
    "tty": _one(TTYS),
    "key": _either(
        _one(KEYS), _open(STEMS, ("*_limit", "*.enabled", "*_path", "max_*", "*Timeout")), 0.6
    ),
    "conf": _either(
        _one(CONF),
        _open(APPS, ("/etc/*.conf", "/etc/*/config.toml", "*.yaml", "/opt/*/settings.json")),
    ),
    "section": _one(SECTIONS),
    "ssid": _open(NETWORKS, ("*", "*", "*_0", "*-5G")),
    "image": _open(APPS, ("*:latest", "*:0.0", "registry.lan/*:0", "*")),
    "job": _open(STEMS, ("*", "nightly-*", "*-cleanup", "*-sync", "*_job")),
    "db": _open(STEMS, ("*", "*db", "*_prod")),
    "date": _date,
    "day": _one(WEEKDAYS),
    "month": _one(MONTHS),
}
