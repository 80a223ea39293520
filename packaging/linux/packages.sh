# The Debian packages that Xena Desktop needs beside Python itself. "a|b": either does; the first one that the
# distribution has is installed (Debian 13 and Ubuntu 24.04 renamed some).

# Qt 6: drawing, fonts, the xcb (X11) and Wayland platforms. PySide6 brings the rest of Qt itself.
QT_PACKAGES=(
    libegl1 libgl1 libdbus-1-3 libfontconfig1 libfreetype6 'libglib2.0-0t64|libglib2.0-0'
    libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
    libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
    libwayland-client0 libwayland-cursor0 libwayland-egl1 libgssapi-krb5-2
)
# What Python itself needs, where the program brings Python along: the .deb.
PYTHON_LIBRARIES=('libssl3t64|libssl3' zlib1g libbz2-1.0 liblzma5 libffi8 libsqlite3-0 libuuid1)
# xdg-open finds the person's browser; dbus carries the keychain; fonts for Latin letters and for symbols.
DESKTOP_PACKAGES=(xdg-utils dbus fonts-noto-core fonts-dejavu-core)
# A keychain (Secret Service), where the machine has none.
KEYCHAIN_PACKAGES=(gnome-keyring)
# A browser, where the machine has none. Ubuntu's chromium is no package but a snap, which a bare machine lacks.
BROWSER_PACKAGES=('chromium|epiphany-browser')
# The tour and the tests: a screen without a screen, a window manager, and a browser that can be driven.
# KWallet beside GNOME Keyring, and the D-Bus library through which keyring speaks with it.
# imagemagick takes pictures of the screen; libatomic1 is for the Node that Playwright brings; man reads our manual page.
SCREEN_PACKAGES=(xvfb openbox gnome-keyring 'libkf5wallet-bin|kwallet6' python3-dbus imagemagick libatomic1 man-db)
CHROMIUM_PACKAGES=(chromium)
# The tests run what is copied as curl, PHP and C#; Mono stands in for .NET, which Debian does not have.
SNIPPET_PACKAGES=(curl php-cli php-curl mono-mcs mono-runtime libmono-system-net-http4.0-cil)

# what makes the bare machines that packages are built and tried on
BARE_MACHINE_PACKAGES=(debootstrap debian-archive-keyring)
