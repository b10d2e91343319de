# SPDX-License-Identifier: Apache-2.0
"""A recording as tshark reads it, and as `capture --list` does, in one form: for each port of a client the
exchanges of its connections, which are several where the port was used again, in the order of their requests."""
import collections
import json
import subprocess

import support

FIELDS = ('frame.number', 'tcp.stream', 'tcp.srcport', 'tcp.dstport', 'http.request.method', 'http.request.uri',
          'http.response.code', 'http.content_length_header', 'http.transfer_encoding', 'http.chunk_size', 'http.request_in')
BETWEEN_VALUES = '\x1f'  # no message holds it here


class Exchange:
    def __init__(self, method, uri):
        self.method, self.uri = method, uri
        self.status = self.body_length = None
        self.interims = 0
        self.is_complete = True
        self.frame = None

    def __repr__(self):
        return str(self.__dict__)


def read_ours(file):
    run = support.shadowdiff('capture', '--list', file)
    assert run.returncode == 0, run.stderr
    by_port = collections.defaultdict(list)
    for line in run.stdout.splitlines():
        row = json.loads(line)
        exchange = Exchange(row['method'], row['uri'])
        exchange.status, exchange.body_length, exchange.is_complete = row['status'], row['body_len'], row['complete']
        by_port[int(row['client'].rsplit(':', 1)[1])].append(exchange)
    return by_port


def read(file, port):
    options = [option for name, value in (
        ('tcp.desegment_tcp_streams', True), ('tcp.reassemble_out_of_order', True), ('http.desegment_headers', True),
        ('http.desegment_body', True), ('http.dechunk_body', True), ('http.decompress_body', False))
        for option in ('-o', f'{name}:{str(value).upper()}')]
    fields = [option for field in FIELDS for option in ('-e', field)]
    run = subprocess.run(['tshark', '-2', '-n', *options, '-r', file, '-d', f'tcp.port=={port},http', '-Y', 'http', '-T', 'fields',
                          '-E', f'aggregator={BETWEEN_VALUES}', *fields], capture_output=True, text=True, check=True,
                         timeout=4 * support.DEADLINE_S)
    requests, answers = collections.defaultdict(list), collections.defaultdict(list)
    ports = {}
    for line in run.stdout.splitlines():
        row = dict(zip(FIELDS, line.split('\t')))
        values = {field: row[field].split(BETWEEN_VALUES) if row[field] else [] for field in FIELDS}
        stream, is_request = int(row['tcp.stream']), int(row['tcp.dstport']) == port
        ports[stream] = int(row['tcp.srcport'] if is_request else row['tcp.dstport'])
        if is_request:
            requests[stream] += requests_in(row['frame.number'], values)
        else:
            answers[stream] += answers_in(values)
    by_port = collections.defaultdict(list)
    for stream in sorted(ports):
        by_port[ports[stream]] += paired(requests[stream], answers[stream])
    return by_port


def ports_of_resets(file, port):
    """The ports of clients that reset a connection."""
    run = subprocess.run(['tshark', '-n', '-r', file, '-Y', f'tcp.flags.reset == 1 && tcp.dstport == {port}', '-T', 'fields',
                          '-e', 'tcp.srcport'], capture_output=True, text=True, check=True, timeout=4 * support.DEADLINE_S)
    return {int(line) for line in run.stdout.split()}


class Answer:
    def __init__(self, status, request_frame):
        self.status, self.request_frame, self.length = status, request_frame, None


def requests_in(frame, values):
    exchanges = []
    for method, uri in zip(values['http.request.method'], values['http.request.uri'], strict=True):
        exchanges.append(Exchange(method, uri))
        exchanges[-1].frame = frame
    return exchanges


def answers_in(values):
    """Where one packet ends several answers, whose length or request it is, is not told."""
    codes = [int(code) for code in values['http.response.code']]
    of_one = lambda field: values[field][0] if len(codes) == 1 and len(values[field]) == 1 else None
    answers = [Answer(code, of_one('http.request_in')) for code in codes]
    if len(codes) == 1 and values['http.chunk_size']:
        answers[0].length = sum(int(size) for size in values['http.chunk_size'])
    elif of_one('http.content_length_header') and not values['http.transfer_encoding']:
        answers[0].length = int(of_one('http.content_length_header'))
    return answers


def paired(exchanges, answers):
    """Answers come in order; tshark's own pairs must say the same where it has one. A request that is still
    arriving when its answer comes stands in a later packet, so pairs are made at the end; one that never
    arrives is none to tshark, and its answer is last, for a request without a method."""
    waiting = iter(exchanges)
    answered = []
    exchange = next(waiting, Exchange(None, None))
    for answer in answers:
        if answer.request_frame is not None:
            assert answer.request_frame == exchange.frame, f'tshark pairs otherwise: {answer.__dict__} {exchange}'
        if 100 <= answer.status < 200 and answer.status != 101:
            exchange.interims += 1
            continue
        exchange.status, exchange.body_length = answer.status, answer.length
        answered.append(exchange)
        exchange = next(waiting, Exchange(None, None))
    return answered + ([exchange] if exchange.method else []) + list(waiting)
