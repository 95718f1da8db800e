'use strict';

const page = JSON.parse(document.getElementById('page').textContent);
const colours = ['#1d5fbf', '#b3541e', '#17663a', '#7a3fa0', '#8f1f1f', '#55606e'];

function add(parent, tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  document.getElementById(parent).append(element);
  return element;
}

function row(parent, tag, cells) {
  const line = add(parent, 'tr', '');
  for (const cell of cells) {
    const element = document.createElement(tag);
    element.textContent = cell;
    line.append(element);
  }
}

function draw(chart) {
  const figure = add('charts', 'figure', '');
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', chart.title);
  figure.append(canvas);
  new Chart(canvas, {
    type: 'line',
    data: {
      datasets: chart.series.map((series, i) => ({
        label: series.name,
        data: series.points.map((point) => ({x: point[0], y: point[1]})),
        borderColor: colours[i % colours.length],
        backgroundColor: colours[i % colours.length],
      })),
    },
    options: {
      animation: false,
      plugins: {title: {display: true, text: chart.title}},
      scales: {x: {type: 'logarithmic', title: {display: true, text: chart.axis}}},
    },
  });
}

document.title = page.title;
document.getElementById('title').textContent = page.title;
page.notes.forEach((note) => add('notes', 'li', note));
row('head', 'th', page.head);
page.rows.forEach((cells) => row('rows', 'td', cells));
page.charts.forEach(draw);
