#!/bin/sh
# Runs a Python script with the first Python on this machine that is new enough; PYTHON names one to use instead.
for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" "$@"
    fi
done
echo "Partner Center needs Python 3.11 or newer, and ${PYTHON:-python3} is missing or older: install one, or name it in PYTHON." >&2
exit 1
