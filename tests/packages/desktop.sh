# Makes of a bare machine the desktop of a person, run in it as root: a screen, a window manager, a keychain, a browser
# (given), and what reads and presses controls by their accessible names. Of the libraries that Xena Desktop asks for by
# name, it installs only EGL, which every graphical system has.
set -eu
apt-get update -qq
apt-get -o Dpkg::Use-Pty=0 install -y -qq --no-install-recommends xvfb openbox x11-utils imagemagick dbus dbus-x11 \
    gnome-keyring at-spi2-core python3 python3-gi gir1.2-atspi-2.0 libegl1 libglib2.0-bin libsecret-tools xdg-utils xz-utils \
    desktop-file-utils shared-mime-info hicolor-icon-theme locales man-db procps fonts-dejavu-core "$1" >/dev/null
localedef -i da_DK -f UTF-8 da_DK.UTF-8
apt-get clean
useradd --create-home --shell /bin/bash person

# the browser asks nothing at its first start and tells the accessibility bus what its pages say
if [ -d /etc/chromium.d ]; then
    flags="--no-first-run --no-default-browser-check --force-renderer-accessibility --password-store=basic"
    echo "export CHROMIUM_FLAGS=\"\$CHROMIUM_FLAGS $flags\"" >/etc/chromium.d/person
fi
mkdir -p /home/person/.config
case $1 in
    chromium) browser=chromium.desktop ;;
    epiphany-browser) browser=org.gnome.Epiphany.desktop ;;
esac
printf '[Default Applications]\nx-scheme-handler/http=%s\nx-scheme-handler/https=%s\ntext/html=%s\n' \
    "$browser" "$browser" "$browser" >/home/person/.config/mimeapps.list
chown -R person: /home/person
