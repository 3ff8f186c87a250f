# Functions to work a terminal of tmux: sourced by the scripts that try the screen.
# Each terminal has a server of its own, so that no other tmux is touched.

servers=0
socket=reftel-ci-$$-0
# What readers leave behind goes where it is thrown away.
XDG_DATA_HOME=$(mktemp -d)
export XDG_DATA_HOME
tm() { tmux -L "$socket" -f /dev/null "$@"; }

# terminal WIDTH HEIGHT opens a terminal of that size with a shell in it.
terminal() {
  tm kill-server 2>/dev/null || true
  servers=$((servers + 1))
  socket=reftel-ci-$$-$servers # a server that is ending would take the new session with it
  tm new-session -d -s t -x "$1" -y "$2" 'env -u NO_COLOR PS1="ready> " TERM=screen-256color bash --norc --noprofile'
  tm set-option -g status off
  tm set-option -g mouse on
  tm resize-window -t t -x "$1" -y "$2"
  size="$1x$2"
  see 'ready>'
}

keys() { tm send-keys -t t "$@"; }
typed() { tm send-keys -t t -l "$1"; }

fail() {
  echo "$size: $*" >&2
  tm capture-pane -p -t t >&2
  exit 1
}

# see REGEXP waits until the screen shows it.
see() {
  for _ in $(seq 100); do
    if tm capture-pane -p -t t | grep -Eq -- "$1"; then return; fi
    sleep 0.05
  done
  fail "does not show $1"
}

# unseen REGEXP waits until the screen does not show it.
unseen() {
  for _ in $(seq 100); do
    if ! tm capture-pane -p -t t | grep -Eq -- "$1"; then return; fi
    sleep 0.05
  done
  fail "still shows $1"
}

# restored holds that the terminal is as it was before the program.
restored() {
  see 'ended 0'
  local flags
  flags=$(tm display-message -p -t t '#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_cursor_flag} #{bracket_paste_flag}')
  case $flags in
  "0 1 0 0 0" | "0 1 0 0 1" | "0 1 0 0 ") ;; # bash itself asks for bracketed paste
  *) fail "the terminal is left with: alternate screen, cursor, mouse, cursor keys, paste = $flags" ;;
  esac
  typed 'stty -a | grep -o -E "(^|[ -])(echo|icanon|isig)\b" | tr -d "\n"; echo .'
  keys Enter
  see '^ ?isig icanon echo\.'
}
