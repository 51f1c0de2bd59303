#!/usr/bin/env python3
"""cases.py CARD_SUPPORT_FOLDER OUT_FOLDER COUNT: from the example's messages, for the mock upstream and for both evaluators:
answers.jsonl (15 of 100 wrong on purpose), task/ (gradus.yaml, cases.csv, prompt.txt, labels.yaml) and promptfoo.yaml with tests.csv.
More than the 13,083 messages there are get a number in front, so that no two are the same question."""
import csv
import json
import os
import sys

source, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
rows = [row for name in ('train.csv', 'test.csv') for row in csv.DictReader(open(f'{source}/{name}', encoding='utf-8'))]
labels = sorted({row['category'] for row in rows})
os.makedirs(f'{out}/task', exist_ok=True)

cases, seen = [], set()
for number in range(count):
    row = rows[number % len(rows)]
    text = row['text'].strip()
    if number >= len(rows):
        text = f'{number}. {text}'
    cases.append((text, row['category']))

with open(f'{out}/answers.jsonl', 'w', encoding='utf-8') as file:
    for number, (text, label) in enumerate(cases):
        if text in seen:
            continue
        seen.add(text)
        answer = labels[(labels.index(label) + 1 + number) % len(labels)] if number % 100 < 15 else label
        file.write(json.dumps({'q': text, 'a': answer}) + '\n')

INSTRUCTION = ('You classify messages of bank customers. Answer with exactly one label and nothing else.\nLabels: '
               + ', '.join(labels) + '\nMessage: ')
with open(f'{out}/task/cases.csv', 'w', newline='', encoding='utf-8') as file:
    writer = csv.writer(file)
    writer.writerow(['text', 'label'])
    writer.writerows(cases)
open(f'{out}/task/labels.yaml', 'w', encoding='utf-8').write('labels:\n' + ''.join(f'  - "{label}"\n' for label in labels))
open(f'{out}/task/prompt.txt', 'w', encoding='utf-8').write(INSTRUCTION + '{{ input }}')
open(f'{out}/task/gradus.yaml', 'w', encoding='utf-8').write('''task: throughput
brief: Name the one intent that the customer's message expresses.
examples: { file: cases.csv, input: text, expected: label }
answer: { labels: labels.yaml }
goal: { score: 0.92, matters: 0.01 }
models: [ openai/mock-small ]
prompt: prompt.txt
providers: { openai: { base-url: "http://127.0.0.1:9110/v1", key: MOCK_KEY } }
sampling: { temperature: 0, max-tokens: 16 }
''')
with open(f'{out}/tests.csv', 'w', newline='', encoding='utf-8') as file:
    writer = csv.writer(file)
    writer.writerow(['text', '__expected'])
    writer.writerows([text, 'equals: ' + label] for text, label in cases)
open(f'{out}/prompt.txt', 'w', encoding='utf-8').write(INSTRUCTION + '{{text}}')
open(f'{out}/promptfoo.yaml', 'w', encoding='utf-8').write('''description: throughput
prompts: [file://prompt.txt]
providers:
  - id: openai:chat:mock-small
    config: {apiBaseUrl: http://127.0.0.1:9110/v1, apiKey: sk-bench, temperature: 0, max_tokens: 16}
tests: file://tests.csv
''')
