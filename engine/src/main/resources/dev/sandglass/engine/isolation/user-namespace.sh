# Sourced. Makes a user namespace that maps ids as sandboxes see them, kept alive by $anchor, and
# sets $enter to the command that enters it as its root.
#   $mapping root-range|sub-ids|single   $first first outside id   $count number of ids
# util-linux's own options for mapping differ between its versions, so the maps are written here.
unshare --user sleep 60 </dev/null >/dev/null &
anchor=$!
trap 'kill "$anchor" 2>/dev/null || :' EXIT
while [ "/proc/$anchor/ns/user" -ef /proc/self/ns/user ]; do
  kill -0 "$anchor" 2>/dev/null || break
done
if ! [ -e "/proc/$anchor/ns/user" ]; then
  echo 'this machine does not let you make user namespaces' >&2
  exit 1
fi
enter="nsenter --target $anchor --user"
case $mapping in
  root-range)
    echo "0 $first $count" >"/proc/$anchor/uid_map"
    echo "0 $first $count" >"/proc/$anchor/gid_map"
    ;;
  sub-ids)
    newuidmap "$anchor" 0 "$(id -u)" 1 1 "$first" "$count"
    newgidmap "$anchor" 0 "$(id -g)" 1 1 "$first" "$count"
    ;;
  single)
    echo deny >"/proc/$anchor/setgroups"
    echo "0 $(id -u) 1" >"/proc/$anchor/uid_map"
    echo "0 $(id -g) 1" >"/proc/$anchor/gid_map"
    # Without setgroups nsenter could not drop the groups, and would give up.
    enter="$enter --preserve-credentials"
    ;;
esac
