import { describe, expect, it } from 'vitest';
import { toolCallFault } from '../../../../../src/judge/offline/rules/toolCallFault';
import { found, silent } from '../failingExample';

const reference = '{"name": "set_light", "arguments": {"room": "bedroom", "level": 30}}';
const accepted = 'geometry.area({"radius":[10],"units":["meters",""]})';

describe('toolCallFault', () => {
  it.each([
    ['another function', '{"name": "dim_light", "arguments": {"room": "bedroom", "level": 30}}', 'name', 'dim_light'],
    ['a wrong value', '{"name": "set_light", "arguments": {"room": "bedroom", "level": 70}}', 'arguments', '70'],
    ['a missing argument', '{"name": "set_light", "arguments": {"room": "bedroom"}}', 'arguments', 'level'],
    ['a stray argument', 'set_light(room="bedroom", level=30, fade=2)', 'arguments', 'fade'],
    ['arguments without names', 'set_light("bedroom", 30)', 'arguments', 'cannot be read'],
    ['words', 'I have dimmed the lights for you.', 'none', 'in words'],
    ['a broken call', '{"name": "set_light", "arguments": {"room": "bedroom"', 'malformed', 'cannot be read'],
    ['code', '```python\ndef set_light(room, level):\n    pass\n```', 'malformed', 'cannot be read'],
  ])('finds %s', (_name, output, kind, said) => {
    const finding = found(toolCallFault, { output, references: [reference] });
    expect(finding.kind).toBe(`tool-call-fault/${kind}`);
    expect(finding.summary).toContain(said);
    expect(finding.evidence).toHaveLength(1);
  });

  it('finds the call that is missing of two', () => {
    const references = ['f({"a": 1})\ng({"b": 2})'];
    expect(found(toolCallFault, { output: 'f({"a": 1})', references }).summary).toContain('“g” is missing');
  });

  it('believes the checker of the calls', () => {
    const explanation = "Missing required parameter: 'A'.";
    const finding = found(toolCallFault, { output: 'capacitance({"d": 0.01})', explanation });
    expect(finding.summary).toContain(explanation.slice(0, -1));
  });

  it('finds a tool that rejects its call, in a session', () => {
    const output =
      'Action: reset\nAction Input: {"user": "u1"}\nObservation: TypeError: reset() got an unexpected keyword argument';
    expect(found(toolCallFault, { output, references: ['done'] }).evidence[0]).toMatch(/^TypeError/);
    const noted = { output: 'I stop here.', metadata: { toolErrors: ['parsing: unexpected token'] } };
    expect(found(toolCallFault, noted).kind).toBe('tool-call-fault/rejected');
  });

  it('looks over a call that was mended and went through', () => {
    const output = 'f(id=7)\n→ error: unknown argument "id"\nf(order=7)\n→ ok\nDone.';
    silent(toolCallFault, { output, references: ['done'] });
    expect(found(toolCallFault, { output: output.slice(0, 36), references: ['done'] }).kind).toMatch(/rejected$/);
  });

  it.each([
    ['the right call', { output: reference, references: [reference] }],
    ['the right call in another notation', { output: 'set_light(level=30, room="bedroom")', references: [reference] }],
    ['an optional argument left out', { output: 'geometry_area({"radius": 10})', references: [accepted] }],
    ['an accepted value', { output: 'geometry.area(radius=10, units="meters")', references: [accepted] }],
    ['a reference that is no call', { output: 'f(1)', references: ['The function f (of one argument) is even.'] }],
    ['a call that was cut off', { output: '{"name": "set', references: [reference], finishReason: 'length' }],
    ['the right call among words', { output: `Here you are:\n${reference}`, references: [reference] }],
    ['an error that is told about', { output: 'The log says error: value must be one of a, b.', references: ['x'] }],
    ['an empty output', { output: '', references: [reference] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(toolCallFault, parts);
  });
});
