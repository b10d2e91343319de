# SPDX-License-Identifier: Apache-2.0
"""A link into a network namespace that loses packets on their way in, and delays the others so that some overtake: what
`tc netem` does where a kernel has it. Two TUN devices, between which packets are carried by hand."""
import fcntl
import heapq
import os
import random
import secrets
import select
import struct
import subprocess
import threading
import time

TUN = '/dev/net/tun'
TUNSETIFF = 0x400454ca
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
PACKET_BYTES_MAX = 65_536


def make_device(name):
    """Where the packets are read that are sent to the device, and those are written that it is to receive."""
    device = os.open(TUN, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack('16sH22x', name.encode(), IFF_TUN | IFF_NO_PI))
    return device


class PoorLink:
    """Up until the test ends. `loss`: of the packets in; `delay_s`: the least and the greatest one."""

    def __init__(self, test, namespace, loss, delay_s):
        self.loss, self.delay_s = loss, delay_s
        self.chance = random.Random(1)
        self.lost = 0
        self.carried = 0
        outside, inside = f'{namespace}t', f'{namespace}u'
        self.outside, self.inside = make_device(outside), make_device(inside)
        number = secrets.randbelow(250) + 1
        self.address = f'10.214.{number}.2'
        for command in (f'ip link set {inside} netns {namespace}', f'ip addr add 10.214.{number}.1/30 dev {outside}',
                        f'ip link set {outside} up',
                        f'ip netns exec {namespace} ip addr add {self.address}/30 dev {inside}',
                        f'ip netns exec {namespace} ip link set {inside} up'):
            subprocess.run(command.split(), check=True)
        self.end, self.ended = os.pipe()
        self.thread = threading.Thread(target=self.carry)
        self.thread.start()
        test.addCleanup(self.close)

    def carry(self):
        late = []  # (when it is due, in what order it came, the packet)
        while True:
            timeout = max(0, late[0][0] - time.monotonic()) if late else None
            ready, _, _ = select.select([self.end, self.outside, self.inside], [], [], timeout)
            if self.end in ready:
                return
            if self.inside in ready:
                os.write(self.outside, os.read(self.inside, PACKET_BYTES_MAX))
            if self.outside in ready:
                packet = os.read(self.outside, PACKET_BYTES_MAX)
                if self.chance.random() < self.loss:
                    self.lost += 1
                else:
                    self.carried += 1
                    heapq.heappush(late, (time.monotonic() + self.chance.uniform(*self.delay_s), self.carried, packet))
            while late and late[0][0] <= time.monotonic():
                os.write(self.inside, heapq.heappop(late)[2])

    def close(self):
        os.close(self.ended)
        self.thread.join()
        for device in (self.outside, self.inside, self.end):
            os.close(device)
