extension TimelinePage {
    /// Draws what is in view.
    static let drawing = #"""
        const left = 132, top = 34, arrowLimit = 3000;
        const shades = ['command', 'change', 'publish', 'deliver', 'invoke', 'schedule', 'trigger', 'fault'];
        let from = 0, to = 1, hits = [], shown = new Set(D.entries), hidden = new Set(), chosen = null;
        const drawn = { marks: 0, arrows: 0, bands: 0, skipped: 0 };
        const full = () => { const end = place(D.endMicroseconds) || 1; return [-end * .015, end * 1.015] };
        const width = () => canvas.clientWidth - left, height = () => (canvas.clientHeight - top) / rows.length;
        const X = p => left + (p - from) / (to - from) * width();
        const Y = row => top + (rowOf.get(row) + .5) * height();
        const stamp = t => new Date(D.startMilliseconds + t / 1000).toISOString().replace('T', ' ').slice(0, 23);
        // Where each thing stands is worked out once for a scale, and not again for each picture.
        function settle() {
          for (const e of D.entries) e.at = place(e.t);
          for (const a of arrows) a.at = place(a.t);
          for (const b of bands) { b.start = place(b.from); b.end = place(b.to) }
        }
        // Entries are in the order of their instants, so those in view are one stretch of them.
        function firstFrom(p) {
          let low = 0, high = D.entries.length;
          while (low < high) { const m = (low + high) >> 1; if (D.entries[m].at < p) low = m + 1; else high = m }
          return low;
        }
        function colours() {
          const style = getComputedStyle(document.documentElement), C = {};
          const inks = ['line', 'lane', 'soft', 'ink', 'card', 'crash', 'outage', 'broken', 'bad'];
          for (const k of [...shades, ...inks]) C[k] = style.getPropertyValue('--' + k).trim();
          return C;
        }
        function draw() {
          const scale = devicePixelRatio || 1, w = canvas.clientWidth, h = canvas.clientHeight, C = colours();
          canvas.width = w * scale; canvas.height = h * scale; pen.scale(scale, scale);
          pen.font = '12px system-ui, sans-serif'; pen.textBaseline = 'middle';
          lanes(C, w);
          pen.save(); pen.beginPath(); pen.rect(left, 0, w - left, h); pen.clip();
          drawBands(C, w); axis(C, w, h); drawArrows(C, w); drawMarks(C, w);
          if (D.invariant) {
            const x = X(place(D.endMicroseconds));
            pen.fillStyle = C.bad; pen.fillRect(x - 9, top, 18, h);
            line(x, h, C.broken, `✗ ${D.invariant}`, 14);
          }
          for (const e of D.entries) if (e.x === 'healed') line(X(e.at), h, C.soft, 'faults end', 32);
          pen.restore();
          names(C);
          tell();
        }
        function lanes(C, w) {
          rows.forEach((row, i) => {
            if (i % 2) { pen.fillStyle = C.lane; pen.fillRect(0, top + i * height(), w, height()) }
            pen.strokeStyle = C.line; pen.beginPath(); pen.moveTo(left, Y(row)); pen.lineTo(w, Y(row)); pen.stroke();
          });
        }
        function names(C) {
          pen.textAlign = 'left';
          for (const row of rows) {
            pen.fillStyle = $('user').value === row ? C.command : C.ink;
            pen.font = `${$('user').value === row ? '600 ' : ''}12px system-ui, sans-serif`;
            pen.fillText(row, 14, Y(row));
          }
        }
        function drawBands(C, w) {
          drawn.bands = 0;
          if (hidden.has('fault')) return;
          for (const b of bands) {
            const x = X(b.start), end = Math.max(X(b.end), x + 2), y = top + rowOf.get(b.row) * height();
            if (end < left || x > w) continue;
            pen.fillStyle = C[b.kind]; pen.fillRect(x, y + 2, end - x, height() - 4); drawn.bands += 1;
          }
        }
        function drawArrows(C, w) {
          const seen = arrows.filter(a => shown.has(a.e) && X(a.e.at) >= left && X(a.at) <= w);
          const stride = Math.ceil(seen.length / arrowLimit);
          drawn.arrows = 0;
          // The more there are, the fainter each is, so that a long run stays readable.
          const faint = Math.max(.06, Math.min(.55, 150 / seen.length));
          for (let i = 0; i < seen.length; i += stride) {
            const a = seen[i], x1 = X(a.at), x2 = X(a.e.at), isChosen = chosen && (a.e === chosen || a.from === chosen);
            pen.globalAlpha = isChosen ? 1 : faint; pen.lineWidth = isChosen ? 2 : 1;
            pen.strokeStyle = C[a.e.kind];
            arrow(x1, Y(a.row), x2, Y(a.e.row), C[a.e.kind]);
            drawn.arrows += 1;
          }
          drawn.skipped = seen.length - drawn.arrows;
          pen.globalAlpha = 1; pen.lineWidth = 1;
        }
        function drawMarks(C, w) {
          const r = Math.max(2.5, Math.min(5, height() / 7)), span = to - from, last = new Map();
          hits = []; drawn.marks = 0;
          for (let i = firstFrom(from - span * .01); i < D.entries.length; i += 1) {
            const e = D.entries[i], x = X(e.at);
            if (x > w + 5) break;
            // Bands show the cuts.
            if (e.k === 'outage' || e.k === 'mended' || hidden.has(e.kind)) continue;
            const on = shown.has(e), key = e.row + e.kind + on;
            if (on) { hits.push([x, Y(e.row), e]); drawn.marks += 1 }
            // Marks on the same spot look like one.
            if (Math.abs((last.get(key) ?? -9) - x) < .4) continue;
            last.set(key, x);
            pen.globalAlpha = on ? 1 : .1; mark(e, x, Y(e.row), r, C);
          }
          pen.globalAlpha = 1;
          if (chosen) {
            pen.strokeStyle = C.ink; pen.lineWidth = 1.5; pen.beginPath();
            pen.arc(X(chosen.at), Y(chosen.row), r + 4, 0, 7); pen.stroke(); pen.lineWidth = 1;
          }
        }
        """#
}
