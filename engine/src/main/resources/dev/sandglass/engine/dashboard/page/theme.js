'use strict';
// Loaded before anything is drawn, so that nobody sees the wrong colours for a moment.
(() => {
  const KEY = 'sandglass.theme';
  const known = ['system', 'light', 'dark'];
  const saved = localStorage.getItem(KEY);
  const apply = (theme) => {
    document.documentElement.dataset.theme = theme;
    window.dispatchEvent(new Event('themechange'));
  };
  apply(known.includes(saved) ? saved : 'system');
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
    window.dispatchEvent(new Event('themechange')));
  // Other tabs follow.
  window.addEventListener('storage', (event) => {
    if (event.key === KEY && known.includes(event.newValue)) {
      apply(event.newValue);
      document.getElementById('theme').value = event.newValue;
    }
  });
  document.addEventListener('DOMContentLoaded', () => {
    const select = document.getElementById('theme');
    select.value = document.documentElement.dataset.theme;
    select.addEventListener('change', () => {
      localStorage.setItem(KEY, select.value);
      apply(select.value);
    });
  });
})();
