#!/bin/sh
# Makes the pictures of the README: the real program in xterm on a virtual display.
set -eu
cd "$(dirname "$0")/.."

program=$PWD/.build/release/apixo
work=$(mktemp -d)
display=:97
printf '%s\n' 'set -g default-terminal tmux-256color' 'set -g status off' >"$work/tmux.conf"
export APIXO_DATA_DIR="$work/data" APIXO_API_KEY=demo-key XDG_CONFIG_HOME="$work/config" HOME="$work"

tmux=true
started=
finish() {
    $tmux kill-server 2>/dev/null || true
    kill $started 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

# The service: most tasks end soon, two go on.
"$program" simulate --port 0 --time-scale 0.5 >"$work/address" &
started="$started $!"
until grep -q listening "$work/address"; do sleep 0.1; done
APIXO_BASE_URL=$(sed 's/listening on //' "$work/address")
export APIXO_BASE_URL

submit() { "$program" submit "$@" >/dev/null || true; }
submit seedream-5-0 --prompt "A lighthouse above a sea of fog, first light" --set aspect_ratio=16:9
submit gpt-image-1 --prompt "Isometric cutaway of a tiny bakery, warm light" --set num_images=2
submit seedream-5-0 --prompt "雪の中の猫、静かな朝、水彩画"
submit gpt-image-1 --prompt "A portrait nobody should ask for [fail:CONTENT_VIOLATION]"
submit seedance-1-5-pro --prompt "Waves roll in at dusk, slow dolly in, distant gulls" --set duration=4
submit gpt-image-1 --prompt "Sent on an empty account [credits]"
"$program" worker --until-idle >/dev/null 2>&1
"$program" simulate --port 0 --fault close-after=1 >"$work/broken" &
started="$started $!"
until grep -q listening "$work/broken"; do sleep 0.1; done
APIXO_BASE_URL=$(sed 's/listening on //' "$work/broken") submit gpt-image-1 --prompt "The line broke while this one was sent"
submit seedance-1-5-pro --prompt "A paper boat on a rain-soaked street, macro [take:400]"
submit seedream-5-0 --prompt "A cosy cyberpunk café with neon lights, ultra detailed [take:100]" --set max_images=4

Xvfb $display -screen 0 1400x1000x24 >/dev/null 2>&1 &
started="$started $!"
until [ -e "/tmp/.X11-unix/X${display#:}" ]; do sleep 0.1; done

# Waits until the terminal shows a text.
see() {
    for _ in $(seq 400); do
        $tmux capture-pane -p | grep -qF "$1" && return 0
        sleep 0.1
    done
    echo "the screen never showed: $1" >&2
    $tmux capture-pane -p >&2
    exit 1
}

open_dashboard() { # theme, background, foreground
    tmux="tmux -2 -L apixo-shots-$1 -f $work/tmux.conf"
    $tmux new-session -d -x 120 -y 40 "$program --theme $1"
    DISPLAY=$display LANG=C.UTF-8 xterm -u8 -tn xterm-256color -geometry 120x40+0+0 -b 12 -bw 0 -fa "DejaVu Sans Mono" -fs 10 \
        -bg "$2" -fg "$3" -xrm 'XTerm*cursorBlink: false' \
        -xrm 'XTerm*scrollBar: false' -e "$tmux attach" &
    see "2 Tasks"
    until $tmux list-clients | grep -q .; do sleep 0.1; done
}

shoot() {
    sleep 1 # xterm draws on its own time, and says nothing when it has
    DISPLAY=$display import -window "$(DISPLAY=$display xwininfo -root -children | awk '/"tmux|xterm/ {print $1; exit}')" \
        -strip "screenshots/$1.png"
}

mkdir -p screenshots
open_dashboard midnight "#1a1b26" "#c0caf5"
see "● processing"
shoot tasks
$tmux send-keys f f f && see "CONTENT_VIOLATION" && $tmux send-keys Down 3
see "breaks the content policy"
shoot failure
$tmux send-keys 2 f f
$tmux send-keys n
see "1 Compose"
$tmux send-keys -l "A fox asleep in the roots of an old oak, moss, soft rain"
see "old oak"
shoot compose
$tmux kill-server
open_dashboard paper "#fbf7ef" "#3b3a36"
shoot paper
