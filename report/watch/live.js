// Only in the copy that `report watch` serves: reload when there is a newer page, and say what is
// wrong with the dataset as long as it is. Messages are text, never markup.
(() => {
  const shown = document.currentScript.dataset.page;
  const LOOK = {
    position: 'fixed', inset: 'auto 0 0 0', zIndex: 2147483647, margin: 0, maxHeight: '60vh',
    overflow: 'auto', padding: '1rem 1.25rem', font: '14px/1.5 ui-monospace, monospace',
    whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', color: '#fff', background: '#7a1420',
  };
  const overlay = document.createElement('pre');
  overlay.id = 'report-problems';
  overlay.setAttribute('role', 'alert');
  Object.assign(overlay.style, LOOK);
  new EventSource('/.events').onmessage = (event) => {
    const now = JSON.parse(event.data);
    if (now.page !== shown) return location.reload();
    overlay.textContent = now.problems;
    if (now.problems) document.body.append(overlay);
    else overlay.remove();
  };
})();
