# The package for Debian and Ubuntu; read by packaging/build after packaging/linux/build.sh.
# The triggers of dpkg keep menu, MIME types and icons up to date, so there are no scripts: what is installed is what
# dpkg knows, and removing removes it.

build_deb() {
    local tree=$BUILD/deb architecture
    architecture=$(dpkg --print-architecture)
    local file=$PROJECT/dist/xena-desktop_${VERSION}_$architecture.deb
    packaging_environment
    rm -rf "$tree"
    mkdir -p "$tree/usr/bin" "$tree/usr/lib" "$tree/DEBIAN"
    cp -a "$BUILD/xena-desktop" "$tree/usr/lib/xena-desktop"
    rm -f "$tree"/usr/lib/xena-desktop/lib/{libxcb-*,libxkbcommon*} # packages that this one depends on have them
    ln -s ../lib/xena-desktop/xena-desktop "$tree/usr/bin/xena-desktop"
    _share "$tree/usr/share"
    _documents "$tree/usr/share/doc/xena-desktop"
    _control "$architecture" "$tree" >"$tree/DEBIAN/control"
    (cd "$tree" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
    dpkg-deb --root-owner-group -Zxz --build "$tree" "$file" >/dev/null
    rm -rf "$tree"
    say "${file#"$PROJECT/"}"
}

# Menu entry, MIME type, icons, AppStream data, manual page.
_share() {
    local share=$1 linux=$PROJECT/packaging/linux/desktop
    mkdir -p "$share"/{applications,mime/packages,metainfo,man/man1,man/da/man1,lintian/overrides}
    install -m 644 "$linux/xena-desktop.desktop" "$share/applications/"
    install -m 644 "$linux/xena-desktop.mime.xml" "$share/mime/packages/xena-desktop.xml"
    sed -e "s/@VERSION@/$VERSION/" -e "s/@DATE@/$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)/" \
        "$linux/xena-desktop.metainfo.xml.in" >"$share/metainfo/biz.xena.desktop.metainfo.xml"
    "$PACKAGING_PYTHON" "$PROJECT/packaging/icons.py" hicolor "$share/icons/hicolor"
    "$PACKAGING_PYTHON" "$PROJECT/packaging/manual.py" en | gzip -9n >"$share/man/man1/xena-desktop.1.gz"
    "$PACKAGING_PYTHON" "$PROJECT/packaging/manual.py" da | gzip -9n >"$share/man/da/man1/xena-desktop.1.gz"
    install -m 644 "$PROJECT/packaging/linux/debian/lintian-overrides" "$share/lintian/overrides/xena-desktop"
}

_documents() {
    local doc=$1
    mkdir -p "$doc"
    sed -e 's/^$/./' -e 's/^/ /' "$PROJECT/LICENSE" >"$BUILD/mit"
    sed -e "/^@MIT@$/{r $BUILD/mit" -e 'd}' "$PROJECT/packaging/linux/debian/copyright" >"$doc/copyright"
    gzip -9nc "$PROJECT/CHANGELOG.md" >"$doc/NEWS.md.gz"
    _changelog | gzip -9n >"$doc/changelog.gz"
}

# Debian's own list of versions; what changed for people is in NEWS.md.
_changelog() {
    printf 'xena-desktop (%s) stable; urgency=medium\n\n  * See NEWS.md.\n\n -- %s  %s\n' "$VERSION" \
        "$(sed -n 's/^Maintainer: //p' "$PROJECT/packaging/linux/debian/control.in")" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
}

_control() {
    local architecture=$1 tree=$2 depends
    . "$PROJECT/packaging/linux/packages.sh"
    depends=$(printf ', %s' "${QT_PACKAGES[@]//|/ | }" "${PYTHON_LIBRARIES[@]//|/ | }")
    sed -e "s/@VERSION@/$VERSION/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@DEPENDS@/${depends#, }/" \
        -e "s/@SIZE@/$(du -ks --apparent-size "$tree/usr" | cut -f1)/" "$PROJECT/packaging/linux/debian/control.in"
}
