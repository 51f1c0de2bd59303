#!/usr/bin/env bash
# promptfoo 0.121.20: a run with --filter-pattern writes testIdx from 0 again, and a test without assertions has score 1.
#
# Two output files of one suite, one of them filtered, pair wrongly by testIdx: test 0 of the filtered file is test 1 of the whole. And
# "No assertions" is a success with score 1, so a suite that checks nothing reaches 100 %.
# Seen on 2026-12-01 with Node 20.20. Exits with 1 where the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund promptfoo@0.121.20 >/dev/null 2>&1
export PROMPTFOO_DISABLE_TELEMETRY=1 PROMPTFOO_DISABLE_UPDATE=1 PROMPTFOO_CONFIG_DIR="$folder/home"
cat >promptfooconfig.yaml <<'YAML'
prompts: ['{{q}}']
providers: [echo]
tests:
  - { description: first, vars: { q: one }, assert: [ { type: equals, value: one } ] }
  - { description: second, vars: { q: two } }
YAML
npx promptfoo eval --no-cache --no-progress-bar --no-table -o whole.json >/dev/null 2>&1 || true
npx promptfoo eval --no-cache --no-progress-bar --no-table --filter-pattern second -o some.json >/dev/null 2>&1 || true
node - <<'NODE'
const read = (name) => JSON.parse(require('fs').readFileSync(name)).results.results.map((r) => [r.testIdx, r.vars.q, r.score, r.gradingResult?.reason]);
const whole = read('whole.json');
const some = read('some.json');
console.log('promptfoo', JSON.parse(require('fs').readFileSync('node_modules/promptfoo/package.json')).version, 'whole:', JSON.stringify(whole), 'filtered:', JSON.stringify(some));
const second = whole.find((r) => r[1] === 'two');
process.exit(second[0] === 1 && some.length === 1 && some[0][0] === 0 && some[0][1] === 'two' && second[2] === 1 ? 0 : 1);
NODE
