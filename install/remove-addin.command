#!/bin/sh
# Double-click. remove the KPI add-in of Excel, for you only; no administrator rights, no setting changed.
cd "$(dirname "$0")" || exit 1
PATH="$PATH:/usr/local/bin:/opt/homebrew/bin"
for python in python3.13 python3.12 python3.14 python3.11 python3; do
    if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
        exec "$python" addin.py remove "$@"
    fi
done
echo "Python est nécessaire, version 3.11 à 3.14 : https://www.python.org/downloads/"
echo "Python 3.11 to 3.14 is needed."
exit 1
