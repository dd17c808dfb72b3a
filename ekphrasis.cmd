@echo off
rem Ekphrasis on Windows: sets up what is missing, then runs the app or the command given.
rem The set-up code is the same as on Linux; see README.md.
setlocal
set "CHECK=import sys; sys.exit(sys.version_info < (3, 11))"
for %%P in ("py -3" "python" "python3") do (
    %%~P -c "%CHECK%" >nul 2>nul && (
        %%~P "%~dp0packaging\set_up.py" %*
        goto :done
    )
)
echo Ekphrasis needs Python 3.11 or newer: install it from python.org and run the same command again. 1>&2
exit /b 2
:done
exit /b %ERRORLEVEL%
