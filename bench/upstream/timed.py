#!/usr/bin/env python3
"""timed.py STATE_FOLDER -- COMMAND...: runs the command and prints one JSON line: wallSeconds, cpuSeconds (the process and its
children), peakRssMb (of the whole process tree, sampled every 50 ms), stateMb (files that the folder has gained)."""
import json
import os
import subprocess
import sys
import threading
import time

state, command = sys.argv[1], sys.argv[sys.argv.index('--') + 1:]


def size():
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(state) for name in names
               if not os.path.islink(os.path.join(folder, name)))


def tree(root):
    found = [root]
    for process in found:
        try:
            for thread in os.listdir(f'/proc/{process}/task'):
                found += [int(child) for child in open(f'/proc/{process}/task/{thread}/children').read().split()]
        except OSError:
            pass
    return found


before, began, peak = size(), time.time(), [0]
process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=open(os.path.join(state, 'stderr.txt'), 'w'))


def watch():
    while process.returncode is None:
        pages = 0
        for one in tree(process.pid):
            try:
                pages += int(open(f'/proc/{one}/statm').read().split()[1])
            except (OSError, IndexError):
                pass
        peak[0] = max(peak[0], pages * os.sysconf('SC_PAGE_SIZE'))
        time.sleep(.05)


threading.Thread(target=watch, daemon=True).start()
_, status, used = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps({'exit': process.returncode, 'wallSeconds': round(time.time() - began, 2),
                  'cpuSeconds': round(used.ru_utime + used.ru_stime, 2), 'peakRssMb': round(peak[0] / 2 ** 20),
                  'stateMb': round((size() - before) / 2 ** 20, 2)}))
