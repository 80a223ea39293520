# Builds Linux packages; read by packaging/build. $PROJECT is the project's folder, $VERSION its version.
# They are built in a bare Ubuntu 22.04 of its own, so that what they want of the system is the same wherever they are
# built, and old enough.

SUITE=jammy
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/xena-desktop-packaging
BUILD=$PROJECT/build/packages
MACHINE=$PROJECT/packaging/linux/bare-machine

# Sets BUILDER to the layer that holds compiler, libraries and Python; made when this folder's recipe has changed.
_builder() {
    local names=() name
    . "$PROJECT/packaging/linux/packages.sh"
    for name in "${QT_PACKAGES[@]}"; do names+=("${name##*|}"); done # the older names
    BUILDER=$CACHE/builder-$({ cat "$PROJECT/packaging/linux/builder.sh" && echo "${names[@]}"; } | sha256sum | cut -c-12)
    [ -d "$BUILDER" ] || "$MACHINE" -b "$PROJECT/packaging/linux:/packaging" \
        -b /usr/share/keyrings/debian-archive-keyring.gpg:/keys/debian.gpg -k "$BUILDER" \
        "$SUITE" env QT_NAMES="${names[*]}" DEBIAN="$(_debian)" bash /packaging/builder.sh
}

# Where Debian's packages are, as debootstrap knows it.
_debian() {
    "$MACHINE" trixie sed -n '1s/^deb \([^ ]*\) .*/\1/p' /etc/apt/sources.list
}

# The frozen program in $BUILD/xena-desktop, of the wheel in dist/.
build_frozen() {
    local wheel=$PROJECT/dist/xena_desktop-$VERSION-py3-none-any.whl
    _builder
    rm -rf "$BUILD"
    mkdir -p "$BUILD/wheel" "$CACHE/uv"
    cp "$wheel" "$BUILD/wheel/"
    (cd "$PROJECT" && "$UV" export --quiet --frozen --no-dev --group packaging --no-emit-project -o "$BUILD/wheel/requirements.txt" &&
        "$UV" export --quiet --frozen --no-dev --no-emit-project -o "$BUILD/wheel/runtime.txt")
    say "Freezing the program"
    "$MACHINE" -l "$BUILDER" -b "$PROJECT/packaging:/packaging" -b "$BUILD/wheel:/wheel" -b "$BUILD:/out" \
        -b "$CACHE/uv:/cache" -b "$UV:/usr/local/bin/uv" \
        "$SUITE" env SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" bash /packaging/linux/freeze.sh
    cp "$BUILD/xena-desktop/lib/licences/bom.cdx.json" "$PROJECT/dist/xena-desktop-$VERSION-linux.cdx.json"
    rm -rf "$BUILD/wheel"
}

# A tar that is the same for the same files.
_pack() {
    tar --create --xz --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=posix \
        --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime "$@"
}

# The frozen program as an archive that runs from any folder.
build_archive() {
    local name=xena-desktop-$VERSION-linux-$(uname -m) tree=$BUILD/archive
    mkdir -p "$tree/$name"
    cp -a "$BUILD/xena-desktop/." "$tree/$name/"
    cp "$PROJECT/LICENSE" "$tree/$name/LICENSE.txt"
    cp "$PROJECT/packaging/linux/portable.txt" "$tree/$name/README.txt"
    cp "$PROJECT/resources/application/xena-desktop.svg" "$tree/$name/"
    XZ_OPT=-6 _pack -f "$PROJECT/dist/$name.tar.xz" -C "$tree" "$name"
    rm -rf "$tree"
    say "dist/$name.tar.xz"
}

# Sets PACKAGING_PYTHON to a Python with the program and the tools of packaging, at the versions of uv.lock.
packaging_environment() {
    local environment=$PROJECT/.tools/packaging
    PACKAGING_PYTHON=$environment/bin/python
    [ -n "${PYTHON-}" ] || _python
    (cd "$PROJECT" && env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT="$environment" \
        "$UV" sync --quiet --frozen --no-dev --group packaging --no-editable --python "$PYTHON")
}
