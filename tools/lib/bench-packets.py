#!/usr/bin/env python3
"""Sends and answers packets for tools/bench network. One command a line:
echo FIRST LAST          answers UDP on these ports, until the end
closed ADDRESS PORT      "closed" when three datagrams got no answer
first ADDRESS PORT       sends one every 2 ms until one is answered: "open"
trips ADDRESS PORT N     median microseconds of N first packets of flows and their answers
"""
import select
import socket
import statistics
import sys
import threading
import time


def udp():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("0.0.0.0", 0))
    return s


def answered(s, target, wait):
    try:
        s.sendto(b"?", target)
    except OSError:
        time.sleep(wait)
        return False
    if not select.select([s], [], [], wait)[0]:
        return False
    try:
        s.recv(16)
    except OSError:
        return False
    return True


def echo(first, last):
    sockets = []
    for port in range(first, last + 1):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind(("0.0.0.0", port))
        sockets.append(s)
    while True:
        for s in select.select(sockets, [], [])[0]:
            data, peer = s.recvfrom(16)
            s.sendto(data, peer)


def first(target):
    s = udp()
    end = time.monotonic() + 60
    while not answered(s, target, 0.002):
        if time.monotonic() > end:
            return "never"
    return "open"


def trips(target, count):
    times = []
    lost = 0
    for _ in range(count):
        s = udp()
        begun = time.perf_counter_ns()
        if answered(s, target, 1):
            times.append(time.perf_counter_ns() - begun)
        else:
            lost += 1
        s.close()
    return "%.3f %d" % (statistics.median(times) / 1000 if times else -1, lost)


for line in sys.stdin:
    words = line.split()
    if words[0] == "echo":
        threading.Thread(target=echo, args=(int(words[1]), int(words[2])), daemon=True).start()
        print("ready", flush=True)
        continue
    where = (words[1], int(words[2]))
    if words[0] == "closed":
        s = udp()
        print("open" if any([answered(s, where, 0.02) for _ in range(3)]) else "closed", flush=True)
    elif words[0] == "first":
        print(first(where), flush=True)
    else:
        print(trips(where, int(words[3])), flush=True)
