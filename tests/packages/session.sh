# The session of a person on the machine: a screen, a window manager, a bus, a keychain, the accessibility bus. Runs
# what is given in it: as root, `session.sh COMMAND…`.
set -eu
id=$(id -u person)
mkdir -p "/run/user/$id" /tmp/.X11-unix
chmod 700 "/run/user/$id"
chmod 1777 /tmp/.X11-unix
chown person: "/run/user/$id"
cat >/tmp/session-inside.sh <<'INSIDE'
# the machines of one computer share its network, and so the numbers of screens
Xvfb -displayfd 3 -screen 0 1280x860x24 -nolisten tcp 3>"$HOME/.screen" >/dev/null 2>&1 &
until [ -s "$HOME/.screen" ]; do sleep 0.1; done
DISPLAY=:$(cat "$HOME/.screen")
export DISPLAY
openbox >/dev/null 2>&1 &
printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
/usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 &
gdbus wait --session --timeout 30 org.a11y.Bus
gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus \
    --method org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled '<true>' >/dev/null
exec "$@"
INSIDE
cd /home/person
exec setpriv --reuid=person --regid=person --init-groups env -i HOME=/home/person USER=person LANG=da_DK.UTF-8 \
    PATH=/usr/local/bin:/usr/bin:/bin XDG_RUNTIME_DIR="/run/user/$id" XDG_SESSION_TYPE=x11 \
    dbus-run-session -- sh /tmp/session-inside.sh "$@"
