#!/bin/sh
# Installs sand @VERSION@ for the user who runs it. No root is needed.
#
#   sh install.sh                  the native binary, to ~/.local
#   sh install.sh --jvm            the JVM distribution, which needs Java 17 or newer
#   sh install.sh --uninstall      removes what this script has installed
#
# PREFIX                  where to, instead of ~/.local
# SANDGLASS_DOWNLOAD_URL  where the archive is fetched from: an http:// or https:// URL, or a directory
#
# It fetches one archive, compares its SHA-256 with the one that stands below, unpacks it to
# PREFIX/lib/sandglass, tries whether it runs here, and only then links its files into PREFIX/bin and
# PREFIX/share. What was installed before works on until then, and after any failure. It edits no
# file of your shell. Running it twice is the same as running it once.
set -eu
umask 022

version='@VERSION@'
default_url='@URL@/@VERSION@'
machine='@MACHINE@'
native_archive='@NATIVE_ARCHIVE@'
native_sum='@NATIVE_SHA256@'
jvm_archive='@JVM_ARCHIVE@'
jvm_sum='@JVM_SHA256@'

say() { printf '%s\n' "$*"; }
fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

# The files of a program that other programs look for, below PREFIX.
shared_directories='bin share/man/man1 share/bash-completion/completions
  share/fish/vendor_completions.d share/zsh/site-functions'

is_ours() { # FILE: whether it is a link that this script has made
  [ -h "$1" ] && case $(readlink "$1") in "$home"/*) true ;; *) false ;; esac
}

remove_links() { # [dangling]: of ours, all or those that lead nowhere
  for shared in $shared_directories; do
    for file in "$prefix/$shared"/*; do
      is_ours "$file" || continue
      [ "${1:-}" = dangling ] && [ -e "$file" ] && continue
      rm -f "$file"
    done
  done
}

uninstall() {
  [ -d "$home" ] || fail "nothing of it is in $prefix"
  say "Removing sand from $prefix."
  remove_links
  rm -rf "$home"
  say 'Your sandboxes, configuration and caches stay, in directories named sandglass of'
  say "${HOME:-your home}: in .local/state, .config and .cache."
}

download() { # URL FILE
  case $1 in
    http://* | https://*)
      if command -v curl >/dev/null 2>&1; then
        curl --fail --silent --show-error --location --proto '=http,https' --max-redirs 5 \
          --connect-timeout 20 --output "$2" "$1"
      elif command -v wget >/dev/null 2>&1; then
        wget -q -T 20 -t 3 -O "$2" "$1"
      else
        fail 'neither curl nor wget is here; give a directory with the archive as SANDGLASS_DOWNLOAD_URL'
      fi
      ;;
    *) cp -- "$1" "$2" ;;
  esac
}

sum_of() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum <"$1"
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 <"$1"
  elif command -v openssl >/dev/null 2>&1; then
    openssl dgst -sha256 -r <"$1"
  else
    fail 'neither sha256sum, shasum nor openssl is here, so that the archive cannot be checked'
  fi
}

work=
tidy_up() {
  status=$?
  trap - EXIT
  if [ -n "$work" ]; then
    # Between two renames only: what was there comes back.
    if [ -d "$work/before" ] && [ ! -e "$target" ]; then mv "$work/before" "$target"; fi
    rm -rf "$work"
  fi
  # Of a first installation that failed nothing stays, not even empty directories.
  rmdir "$home" "$prefix/lib" 2>/dev/null || :
  exit "$status"
}

fetch() { # to $work/new
  say "Fetching $url/$archive"
  download "$url/$archive" "$work/archive" || fail "$url/$archive could not be fetched"
  actual=$(sum_of "$work/archive")
  actual=${actual%%[!0-9a-f]*}
  if [ "$actual" != "$sum" ]; then
    fail "$archive is not what was published; nothing was installed
  SHA-256 expected: $sum
  SHA-256 found:    $actual"
  fi
  say "Its SHA-256 is right: $sum"
  mkdir "$work/unpacked"
  tar -xzf "$work/archive" -C "$work/unpacked" --no-same-owner 2>/dev/null ||
    tar -xzf "$work/archive" -C "$work/unpacked" || fail "$archive cannot be unpacked"
  mv "$work/unpacked/${archive%.tar.gz}" "$work/new"
  # CI: without leaving an archive of classes for a place that is about to change.
  CI=true SANDGLASS_TELEMETRY=off "$work/new/bin/sand" version >"$work/said" 2>&1 || {
    cat "$work/said" >&2
    fail 'it does not run here; nothing was installed'
  }
}

link_all() {
  for shared in $shared_directories; do
    mkdir -p "$prefix/$shared"
    for file in "$target/$shared"/*; do
      [ -e "$file" ] || continue
      link=$prefix/$shared/${file##*/}
      # A rename: there is no moment without the file.
      ln -s "$file" "$work/link"
      mv -f "$work/link" "$link"
    done
  done
}

refuse_strangers() {
  for shared in $shared_directories; do
    for file in "$work/new/$shared"/*; do
      link=$prefix/$shared/${file##*/}
      if { [ -e "$link" ] || [ -h "$link" ]; } && ! is_ours "$link"; then
        fail "$link is there and not from this script; move it away first"
      fi
    done
  done
}

install() {
  case $kind in
    native) archive=$native_archive sum=$native_sum ;;
    jvm) archive=$jvm_archive sum=$jvm_sum ;;
  esac
  if [ "$kind" = native ]; then
    case $(uname -s)-$(uname -m) in
      "Linux-$machine") ;;
      *) fail "the native binary is for Linux on $machine; --jvm installs the one for Java" ;;
    esac
  fi
  case $sum in
    *[!0-9a-f]* | '') fail "this release has no $kind archive" ;;
  esac
  [ ${#sum} = 64 ] || fail "this release has no $kind archive"

  target=$home/$version-$kind
  say "Installing sand $version ($kind) to $prefix"
  mkdir -p "$home"
  trap tidy_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  # On the same file system as where it goes, so that it goes there by a rename.
  work=$(mktemp -d "$home/.installing.XXXXXX")
  fetch
  refuse_strangers
  before=$(readlink "$prefix/bin/sand" 2>/dev/null) || before=
  if [ -d "$target" ]; then mv "$target" "$work/before"; fi
  mv "$work/new" "$target"
  link_all
  # One version back stays, because an engine that still runs may be of it.
  for other in "$home"/*; do
    case $before in "$other"/*) continue ;; esac
    [ "$other" = "$target" ] || rm -rf "$other"
  done
  remove_links dangling
  say "Installed: $prefix/bin/sand"
  advise
}

advise() {
  case :$PATH: in
    *:"$prefix/bin":*) ;;
    *) say "Your PATH lacks it: add  export PATH=\"$prefix/bin:\$PATH\"  to your shell's start-up file." ;;
  esac
  case ${SHELL:-} in
    */zsh) say "Completion in zsh wants  fpath=($prefix/share/zsh/site-functions \$fpath)  before compinit." ;;
  esac
  say "'sand doctor' says what this machine offers; 'sand run -- echo hello' tries it."
}

# A function, so that nothing happens before all of this file has arrived.
main() {
  kind=native
  action=install
  for argument; do
    case $argument in
      --jvm) kind=jvm ;;
      --uninstall) action=uninstall ;;
      *) fail "unknown argument $argument (--jvm, --uninstall)" ;;
    esac
  done
  prefix=${PREFIX:-${HOME:?is not set: PREFIX says where to install to}/.local}
  case $prefix in
    /*) ;;
    *) fail "PREFIX is to be an absolute path, not $prefix" ;;
  esac
  prefix=${prefix%/}
  home=$prefix/lib/sandglass
  url=${SANDGLASS_DOWNLOAD_URL:-$default_url}
  url=${url%/}
  "$action"
}

main "$@"
