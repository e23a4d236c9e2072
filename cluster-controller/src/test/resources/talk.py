# Who answers (serve NAME), and who asks whom (tcp or udp ADDRESS PORT): TCP and UDP on port 7777.
import socket, sys, threading
def tcp(server, name):
    while True:
        c, peer = server.accept()
        c.sendall((name + " " + peer[0]).encode())
        c.close()
if sys.argv[1] == "serve":
    t = socket.create_server(("", 7777))
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.bind(("", 7777))
    t6 = socket.create_server(("::", 7777), family=socket.AF_INET6)
    for server in (t, t6):
        threading.Thread(target=tcp, args=[server, sys.argv[2]], daemon=True).start()
    print("listening", flush=True)
    while True:
        data, peer = u.recvfrom(100)
        u.sendto((sys.argv[2] + " " + peer[0]).encode(), peer)
try:
    family = socket.AF_INET6 if ":" in sys.argv[2] else socket.AF_INET
    s = socket.socket(family, socket.SOCK_STREAM if sys.argv[1] == "tcp" else socket.SOCK_DGRAM)
    s.settimeout(3)
    s.bind(("", int(sys.argv[3])))
    s.connect((sys.argv[2], 7777))
    if sys.argv[1] == "udp":
        s.send(b"?")
    print(s.recv(100).decode())
except OSError as e:
    print(e)
