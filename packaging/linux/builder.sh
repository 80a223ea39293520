# Makes what Linux packages are built in; run inside a bare machine by packaging/build.
# $QT_NAMES: the packages of Qt's libraries; $DEBIAN: where Debian's packages are.
# Ubuntu 22.04 is the oldest that Qt's libraries run on (they need glibc 2.34, it has 2.35) and that still gets security
# updates. It has no released Python of 3.11 or later, so Debian's Python 3.13, with Debian's security fixes, is built
# on it. Its apt checks the signatures of everything that comes in here.
set -euo pipefail
say() { printf '%s\n' "$*" >&2; }
apt() { apt-get -o Dpkg::Use-Pty=0 -qq "$@" >/dev/null; }

say "Installing compiler and libraries"
apt update
apt dist-upgrade
# shellcheck disable=SC2086 # names, one a word
apt install --no-install-recommends build-essential dpkg-dev pkg-config binutils file xz-utils ca-certificates \
    libssl-dev libffi-dev zlib1g-dev libbz2-dev liblzma-dev libsqlite3-dev uuid-dev $QT_NAMES

say "Fetching the source of Python 3.13"
cat >/etc/apt/sources.list.d/trixie-source.list <<SOURCES
deb-src [signed-by=/keys/debian.gpg] $DEBIAN trixie main
deb-src [signed-by=/keys/debian.gpg] $DEBIAN-security trixie-security main
SOURCES
apt update
mkdir /opt/source
cd /opt/source
apt-get -qq -o APT::Sandbox::User=root source python3.13 >/dev/null
cd python3.13-*/

say "Building Python (this once, some ten minutes)"
{
    ./configure --prefix=/opt/python --enable-shared --enable-optimizations --without-ensurepip --disable-test-modules
    # what guides the optimizer: parsing, imports, asyncio and text are what the program does at its start
    make -j2 PROFILE_TASK="-m test --pgo test_json test_importlib.test_abc test_asyncio.test_base_events test_re test_dataclasses"
    make install
} >/opt/python.log 2>&1 || {
    tail -n 20 /opt/python.log >&2
    exit 1
}
cd /
echo /opt/python/lib >/etc/ld.so.conf.d/python.conf
ldconfig
strip --strip-unneeded /opt/python/bin/python3.13 /opt/python/lib/libpython3.13.so.1.0 /opt/python/lib/python3.13/lib-dynload/*.so
rm -rf /opt/source /opt/python.log /opt/python/lib/python3.13/test /etc/apt/sources.list.d/trixie-source.list
find /opt/python -name '*.a' -delete
apt update
apt clean
/opt/python/bin/python3 -c 'import ssl, ctypes, sqlite3, lzma, bz2, zlib; print(ssl.OPENSSL_VERSION)' >&2
