'use strict';

/* The data come as server-sent events, read with fetch and not EventSource, which cannot show a token. */

const RETRY_MS = 2000;
const MOST_POINTS = 1000;
const TOKEN = 'gradstream.token';

const byId = id => document.getElementById(id);
const dark = matchMedia('(prefers-color-scheme: dark)');

/** What is over, within a page of its own; null beside a learner. */
const report = byId('report');

let points = [];
let latest = null;

// ---- what is said in words -------------------------------------------------------------------

function number(value, digits = 4) {
  if (value === undefined || value === null) return '–';
  return Math.abs(value) >= 1000 || Number.isInteger(value)
    ? Math.round(value).toLocaleString('en-US')
    : Number(value.toPrecision(digits)).toString();
}

/** logLoss becomes "log loss". */
function words(name) {
  return name.replace(/([A-Z])/g, ' $1').toLowerCase();
}

function age(seconds) {
  if (seconds === undefined) return '–';
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function say(text, ready) {
  const state = byId('state');
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle('ready', ready);
}

/** Elements with a text each; whatever the text is, it is never markup. */
function fill(parent, tag, texts) {
  parent.replaceChildren(...texts.map(text => Object.assign(document.createElement(tag), {textContent: text})));
}

// ---- charts ----------------------------------------------------------------------------------

function palette() {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue('--ink').trim();
  const line = style.getPropertyValue('--line').trim();
  return dark.matches
    ? {ink, line, series: ['#8ab8ff', '#ffc46b', '#c9b2ff', '#9ad5a5', '#ff9fb0']}
    : {ink, line, series: ['#1d5fbf', '#a85a00', '#6b3fb0', '#2c7a3f', '#b0243f']};
}

const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [1, 2]];
const charts = {};

/** Where changes of the world were found, on the axis that is chosen; a time is that of the version which tells of it. */
function changesAlong() {
  return newestChanges()
    .map(change => byId('axis').value === 'time' ? points.find(point => point.samples >= change.samples)?.at : change.samples)
    .filter(at => at !== undefined);
}

function newestChanges() {
  return latest?.figures?.drift?.newest || [];
}

const CHANGES = {
  id: 'changes',
  afterDatasetsDraw(chart) {
    const {ctx, chartArea, scales} = chart;
    ctx.save();
    ctx.strokeStyle = palette().ink;
    ctx.setLineDash([3, 3]);
    for (const at of changesAlong().filter(each => each >= scales.x.min && each <= scales.x.max)) {
      const across = scales.x.getPixelForValue(at);
      ctx.beginPath();
      ctx.moveTo(across, chartArea.top);
      ctx.lineTo(across, chartArea.bottom);
      ctx.stroke();
    }
    ctx.restore();
  },
};

function curve(id, labels) {
  const colours = palette();
  const chart = new Chart(byId(id), {
    type: 'line',
    data: {
      datasets: labels.map((label, i) => ({
        label, data: [], borderColor: colours.series[i], backgroundColor: colours.series[i],
        borderDash: DASHES[i], borderWidth: 2, pointRadius: 0, pointHitRadius: 8, spanGaps: true,
      })),
    },
    options: options(colours, labels.length > 1),
    plugins: id === 'calibration' ? [] : [CHANGES],
  });
  charts[id] = chart;
  return chart;
}

function options(colours, legend) {
  const axis = {ticks: {color: colours.ink}, grid: {color: colours.line}};
  return {
    parsing: false, normalized: true, maintainAspectRatio: false, responsive: true,
    animation: false,
    interaction: {mode: 'nearest', axis: 'x', intersect: false},
    plugins: {legend: {display: legend, labels: {color: colours.ink, boxHeight: 0}}},
    scales: {
      x: {...axis, type: 'linear', ticks: {...axis.ticks, maxRotation: 0, callback: value => along(value)}},
      y: {...axis, type: 'linear'},
    },
  };
}

function along(value) {
  return byId('axis').value === 'time' ? new Date(value).toLocaleTimeString() : number(value);
}

function x(point) {
  return byId('axis').value === 'time' ? point.at : point.samples;
}

function draw(id, ...series) {
  const chart = charts[id] || curve(id, ['']);
  series.forEach((values, i) => {
    chart.data.datasets[i].data =
      points.map((point, at) => ({x: x(point), y: values(point, at)})).filter(each => each.y !== undefined);
  });
  chart.options.scales.x.min = points.length ? x(points[0]) : undefined;
  chart.options.scales.x.max = points.length ? x(points[points.length - 1]) : undefined;
  chart.update();
}

function figure(tree, name) {
  return tree && typeof tree[name] === 'number' ? tree[name] : undefined;
}

const SERIES = ['model, all samples', 'model, window', 'no skill', 'no change'];

/** What repeats the last label may be worse by so much that the rest would be one flat line: it is cut off then. */
function focus(chart) {
  const data = chart.data.datasets.map(series => series.data.map(point => point.y));
  const most = Math.max(...data.slice(0, 3).flat());
  chart.options.scales.y.max = Math.max(...data[3]) > 2 * most ? 1.2 * most : undefined;
  chart.update();
}

function drawFigures() {
  const name = byId('figure').value;
  if (!name) return;
  const labels = points.some(point => point.figures.fading) ? [...SERIES, 'model, fading'] : SERIES;
  if (charts.figures && charts.figures.data.datasets.length !== labels.length) {
    charts.figures.destroy();
    delete charts.figures;
  }
  if (!charts.figures) curve('figures', labels);
  const values = [
    point => figure(point.figures, name),
    point => figure(point.figures.window, name),
    point => figure((point.figures.baselines || {}).noSkill, name),
    point => figure((point.figures.baselines || {}).noChange, name),
    point => figure(point.figures.fading, name),
  ];
  draw('figures', ...values.slice(0, labels.length));
  focus(charts.figures);
  const last = points[points.length - 1];
  byId('figure-title').textContent = `Prequential ${words(name)}: each sample predicted before it is learned`;
  byId('figure-text').textContent = last === undefined ? '' : labels
    .map((label, i) => `${label} ${number(charts.figures.data.datasets[i].data.at(-1)?.y)}`).join(', ') + changesInWords();
}

/** What the dashed lines across the curves say. */
function changesInWords() {
  const all = newestChanges().map(change => `${number(change.samples)} samples (${change.by})`);
  return all.length === 0 ? '' : `; a change was found behind ${all.join(', ')}`;
}

function drawCurves() {
  drawFigures();
  const last = points[points.length - 1] || {};
  draw('pace', point => point.perSecond);
  byId('pace-text').textContent = `now ${number(last.perSecond)}`;
  draw('lag', point => point.lag);
  byId('lag-text').textContent = `now ${number(last.lag)}`;
  draw('rate', point => point.learningRate);
  byId('rate-text').textContent = `now ${number(last.learningRate)}`;
  draw('norm', point => point.gradientNorm);
  byId('norm-text').textContent = `now ${number(last.gradientNorm)}`;
  draw('step', point => point.stepNorm);
  byId('step-text').textContent = `now ${number(last.stepNorm)}`;
  for (const id of ['pace', 'lag', 'rate', 'norm', 'step']) charts[id].options.scales.y.min = 0;
}

// Of a label as much as half of a narrow chart has room for; a bar's tooltip has all of it.
function shortened(value) {
  const label = this.getLabelForValue(value);
  const most = Math.floor(this.chart.width / 15);
  return label.length > most ? `${label.slice(0, most - 1)}…` : label;
}

function drawBars(id, figures, name, value) {
  byId(`${id}-figure`).hidden = figures.length === 0;
  if (figures.length === 0) return;
  const colours = palette();
  if (!charts[id]) {
    charts[id] = new Chart(byId(id), {
      type: 'bar',
      data: {labels: [], datasets: [{data: [], backgroundColor: colours.series[0]}]},
      options: {
        indexAxis: 'y', maintainAspectRatio: false, animation: false, plugins: {legend: {display: false}},
        scales: {
          x: {ticks: {color: colours.ink}, grid: {color: colours.line}},
          y: {ticks: {color: colours.ink, autoSkip: false, callback: shortened}, grid: {display: false}},
        },
      },
    });
  }
  charts[id].data.labels = figures.map(name);
  charts[id].data.datasets[0].data = figures.map(value);
  charts[id].update();
  byId(`${id}-text`).textContent = figures.slice(0, 3).map(each => `${name(each)} ${number(value(each))}`).join(', ');
}

function drawWeights(weights) {
  const name = each => each.columns > 1 ? `${each.field} (norm of ${number(each.columns)})` : each.field;
  drawBars('weights', weights, name, each => each.weight);
}

function drawContributions(fields) {
  drawBars('contributions', fields, each => each.field, each => each.size);
  if (fields.length > 0) byId('contributions-text').textContent += '; of a few samples of the stream, since the process began';
}

function drawStability(features) {
  drawBars('stability', features, each => each.field, each => each.psi);
}

function drawCalibration(bins, samples) {
  byId('calibration-figure').hidden = bins.length === 0;
  if (bins.length === 0) return;
  if (!charts.calibration) {
    const chart = curve('calibration', ['observed', 'perfect']);
    chart.data.datasets[0].pointRadius = 4;
    chart.data.datasets[1].data = [{x: 0, y: 0}, {x: 1, y: 1}];
    Object.assign(chart.options.scales.x, {min: 0, max: 1, title: {display: true, text: 'predicted', color: palette().ink}});
    Object.assign(chart.options.scales.y, {min: 0, max: 1, title: {display: true, text: 'observed', color: palette().ink}});
    chart.options.scales.x.ticks.callback = value => number(value);
  }
  charts.calibration.data.datasets[0].data = bins.map(bin => ({x: bin.predicted, y: bin.observed}));
  charts.calibration.update();
  byId('calibration-text').textContent = `over the last ${number(samples)} samples: ` + bins
    .map(bin => `of ${number(bin.samples)} with ${bin.predicted.toFixed(2)}, ${bin.observed.toFixed(2)}`).join('; ');
}

// ---- the page --------------------------------------------------------------------------------

function showTiles(now) {
  const last = points[points.length - 1] || {};
  const tiles = [
    ['samples', number(now.samples)], ['version', number(now.version)], ['samples a second', number(last.perSecond)],
    ['learning rate', number(last.learningRate)],
  ];
  if (report === null) {
    tiles.splice(3, 0, ['lag, records', number(now.lag)], ['age of the newest sample', age(now.newestSampleAge)]);
  }
  byId('tiles').replaceChildren(...tiles.map(([term, value]) => {
    const tile = document.createElement('div');
    tile.append(Object.assign(document.createElement('dt'), {textContent: term}),
      Object.assign(document.createElement('dd'), {textContent: value}));
    return tile;
  }));
}

/** How many models are in memory, where each key has one. */
function showKeys(keys) {
  byId('keys').hidden = !keys;
  if (!keys) return;
  byId('keys').textContent = `${number(keys.models)} keys, ${keys.inMemory < keys.models ? number(keys.inMemory) : 'all'} of them in memory`
    + (keys.evictions + keys.reloads > 0 ? `; ${number(keys.evictions)} have left it and ${number(keys.reloads)} come back since the process began` : '');
}

function showFigures(figures) {
  const names = Object.keys(figures || {}).filter(name => typeof figures[name] === 'number');
  const select = byId('figure');
  if (names.join() === [...select.options].map(option => option.value).join()) return;
  const chosen = select.value;
  select.replaceChildren(...names.map(name => new Option(words(name), name)));
  if (names.includes(chosen)) select.value = chosen;
}

function showDeadLetters(letters) {
  byId('letters-none').hidden = letters.count > 0;
  byId('letters').hidden = letters.count === 0;
  fill(byId('rules'), 'li', Object.entries(letters.byRule).sort((a, b) => b[1] - a[1])
    .map(([rule, count]) => `${number(count)}: ${rule}`));
  byId('newest').replaceChildren(...letters.newest.map(letter => {
    const row = document.createElement('tr');
    fill(row, 'td', [new Date(letter.at).toLocaleTimeString(), `partition ${letter.partition} offset ${letter.offset}`,
      letter.reason, letter.text === undefined ? '' : letter.text]);
    row.lastChild.className = 'text';
    return row;
  }));
}

const percent = (part, whole) => (whole > 0 ? `${(100 * part / whole).toFixed(1)} %` : '–');

function tableCell(tag, text, scope) {
  const made = Object.assign(document.createElement(tag), {textContent: text});
  if (scope) made.scope = scope;
  return made;
}

/** The chosen figure of who is published, and of who learns beside it. */
function showContest(figures = {}) {
  const contest = figures.challengers;
  byId('contest-section').hidden = !contest;
  byId('promotion').hidden = !contest;
  if (!contest) return;
  const name = byId('figure').value;
  const others = Object.entries(contest.figures);
  const last = points[points.length - 1] || {};
  byId('contest-caption').textContent = contest.promotions === 0
    ? 'Nobody has been promoted yet; the champion is published'
    : `${number(contest.promotions)} promoted, the last behind ${number(contest.promotedAt)} samples; the champion is published`;
  const head = document.createElement('tr');
  head.append(...['learner', `${words(name)}, all samples`, 'window', 'learning rate', 'ahead, standard errors', 'begun anew']
    .map(text => tableCell('th', text, 'col')));
  byId('contest-head').replaceChildren(head);
  const row = (who, tree, rate) => {
    const made = document.createElement('tr');
    made.append(tableCell('th', who, 'row'), ...[figure(tree, name), figure(tree.window, name), rate, tree.ahead]
      .map(value => tableCell('td', number(value))), tableCell('td', number(tree.restarts)));
    return made;
  };
  byId('contest').replaceChildren(
    row(`${contest.champion} (champion)`, {[name]: figures[name], window: figures.window}, last.learningRate),
    ...others.map(([who, tree]) => row(who, tree, tree.learningRate)));
  const select = byId('promoted');
  const names = others.map(([who]) => who);
  if (names.join() !== [...select.options].map(option => option.value).join()) {
    select.replaceChildren(...names.map(who => new Option(who, who)));
  }
}

/** What was predicted (columns) of the samples of each class (rows), shaded by its share of them. */
function showConfusion(confusion, samples, classes) {
  byId('confusion-section').hidden = !confusion && classes === 0;
  byId('confusion-none').hidden = Boolean(confusion);
  byId('confusion-region').hidden = !confusion;
  if (!confusion) return;
  const cell = tableCell;
  const sum = values => values.reduce((total, value) => total + value, 0);
  const shade = dark.matches ? '138, 184, 255' : '29, 95, 191';
  byId('confusion-caption').textContent =
    `Of the last ${number(samples)} samples, by weight: each row a class, each column what was predicted of it`;
  const head = document.createElement('tr');
  head.append(...['class', ...confusion.classes.map(name => `predicted ${name}`), 'recall', 'precision', 'F1']
    .map(text => cell('th', text, 'col')));
  byId('confusion-head').replaceChildren(head);
  byId('confusion').replaceChildren(...confusion.rows.map((weights, truth) => {
    const row = document.createElement('tr');
    const seen = sum(weights);
    const told = sum(confusion.rows.map(each => each[truth]));
    row.append(cell('th', confusion.classes[truth], 'row'), ...weights.map(weight => {
      const made = cell('td', number(weight));
      made.style.backgroundColor = `rgba(${shade}, ${seen > 0 ? (0.35 * weight / seen).toFixed(3) : 0})`;
      return made;
    }), ...[[weights[truth], seen], [weights[truth], told], [2 * weights[truth], seen + told]]
      .map(([part, whole]) => cell('td', percent(part, whole))));
    return row;
  }));
}

/**
 * A new connection tells the whole curve that its process knows; what is from before stays in front of it, unless the
 * model was started over.
 */
function append(more) {
  if (more.length === 0) return;
  points = points
    .filter(point => point.version < more[0].version && point.samples <= more[0].samples)
    .concat(more).slice(-MOST_POINTS);
}

function show(now) {
  latest = now;
  append(now.points);
  document.title = `${now.model} – gradstream`;
  byId('model').textContent = now.model;
  const lines = now.report.trim().split('\n');
  const role = lines[0].replace('role: ', '');
  const problem = lines.slice(1).find(line => line.includes(': no'));
  const state = {active: 'learning', 'active, paused': 'paused'}[role] || role;
  say(now.ready ? state : `not ready: ${problem || role}`, now.ready);
  fill(byId('health'), 'li', lines);
  if (report === null) byId('steer').hidden = !now.commanded;
  showFigures(now.figures);
  showContest(now.figures);
  showTiles(now);
  showKeys(now.keys);
  showDeadLetters(now.deadLetters);
  if (now.points.length > 0) drawCurves();
  drawWeights(now.weights || []);
  drawContributions(now.contributions || []);
  drawStability(now.figures?.drift?.stability || []);
  const recent = (now.figures || {}).window || {};
  drawCalibration(recent.calibration || [], recent.samples);
  showConfusion(recent.confusion, recent.samples, Object.keys((now.figures || {}).classes || {}).length);
}

// ---- the stream ------------------------------------------------------------------------------

/** Reads events until the stream ends. */
async function read(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    events.filter(event => event.startsWith('data: ')).forEach(event => show(JSON.parse(event.slice(6))));
  }
}

async function follow() {
  const token = sessionStorage.getItem(TOKEN);
  try {
    const response = await fetch('events', {headers: token ? {Authorization: `Bearer ${token}`} : {}});
    if (response.status === 401) {
      say('a token is needed', false);
      byId('ask').hidden = false;
      return;
    }
    byId('ask').hidden = true;
    if (!response.ok) throw new Error(response.status);
    await read(response.body);
  } catch (gone) {
    // The learner is away: it is asked again.
  }
  say('the learner does not answer; asking again', false);
  setTimeout(follow, RETRY_MS);
}

byId('ask').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN, byId('token').value);
  follow();
});

// ---- commands --------------------------------------------------------------------------------

/** A command as it stands on the topic of control. */
function command(word) {
  if (word === 'rate') return {command: word, rate: Number(byId('new-rate').value)};
  if (word === 'promote') return {command: word, challenger: byId('promoted').value};
  if (word === 'rollback') return {command: word, version: Number(byId('back-to').value)};
  return {command: word};
}

async function steer(word) {
  const token = byId('control-token').value;
  try {
    const response = await fetch('control', {
      method: 'POST', headers: {Authorization: `Bearer ${token}`}, body: JSON.stringify(command(word)),
    });
    const answer = await response.text();
    byId('steered').textContent = response.ok ? `${word}: told, as command ${JSON.parse(answer).offset}` : answer.trim();
  } catch (gone) {
    byId('steered').textContent = 'the learner does not answer';
  }
}

if (report === null) {
  byId('steer').addEventListener('submit', event => event.preventDefault());
  for (const button of document.querySelectorAll('#steer button')) {
    button.addEventListener('click', () => steer(button.dataset.command));
  }
}

for (const id of ['figure', 'axis']) byId(id).addEventListener('change', drawCurves);
byId('figure').addEventListener('change', () => showContest(latest?.figures));
dark.addEventListener('change', () => {
  Object.values(charts).forEach(chart => chart.destroy());
  Object.keys(charts).forEach(id => delete charts[id]);
  if (latest !== null) show({...latest, points: []}), drawCurves();
});

if (report === null) {
  follow();
} else {
  document.body.classList.add('over');
  show(JSON.parse(report.textContent));
}
