#!/bin/sh
# Stands in for Arduino's own discoveries: speaks the pluggable discovery protocol and finds nothing.
answer() { printf '{"eventType":"%s",%s"message":"OK"}\n' "$1" "$2"; }
while read -r command rest; do
  case $command in
    HELLO) answer hello '"protocolVersion":1,' ;;
    LIST) answer list '"ports":[],' ;;
    START) answer start '' ;;
    START_SYNC) answer start_sync '' ;;
    STOP) answer stop '' ;;
    QUIT) answer quit ''; exit 0 ;;
    *) printf '{"eventType":"command_error","error":true,"message":"unknown command"}\n' ;;
  esac
done
