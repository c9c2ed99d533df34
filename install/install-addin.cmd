@echo off
rem Double-click. install the KPI add-in of Excel, for you only; no administrator rights, no setting changed.
chcp 65001 >nul
setlocal
set "PYTHONUTF8=1"
if not exist "%~dp0addin.py" (
    echo Décompressez d'abord l'archive. / Extract the archive first.
    goto end
)
for %%v in (3.13 3.12 3.14 3.11) do (
    py -%%v -c "" >nul 2>nul && (
        py -%%v "%~dp0addin.py" install %*
        goto end
    )
)
python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))" >nul 2>nul && (
    python "%~dp0addin.py" install %*
    goto end
)
echo Python est nécessaire, version 3.11 à 3.14 : https://www.python.org/downloads/
echo Python 3.11 to 3.14 is needed.
:end
pause
