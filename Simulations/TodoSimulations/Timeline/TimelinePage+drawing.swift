extension TimelinePage {
    /// Draws what is in view, and moves the view by wheel, drag and keys.
    static let drawing = #"""
        const left = 132, top = 30;
        let from = 0, to = 1, hits = [], shown = new Set(D.entries);
        const full = () => { const end = place(D.endMicroseconds) || 1; return [-end * .015, end * 1.015] };
        const width = () => canvas.clientWidth - left, height = () => (canvas.clientHeight - top) / rows.length;
        const X = t => left + (place(t) - from) / (to - from) * width();
        const Y = row => top + (rowOf.get(row) + .5) * height();
        const ink = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
        const stamp = t => new Date(D.startMilliseconds + t / 1000).toISOString().replace('T', ' ').slice(5, 23);
        function draw() {
          const scale = devicePixelRatio || 1, w = canvas.clientWidth, h = canvas.clientHeight;
          canvas.width = w * scale; canvas.height = h * scale; pen.scale(scale, scale);
          const C = {};
          const inks = ['line', 'lane', 'soft', 'ink', 'card', 'crash', 'outage', 'broken'];
          for (const k of [...shades, ...inks]) C[k] = ink(k);
          pen.font = '12px system-ui, sans-serif'; pen.textBaseline = 'middle';
          rows.forEach((row, i) => {
            if (i % 2) { pen.fillStyle = C.lane; pen.fillRect(0, top + i * height(), w, height()) }
            pen.strokeStyle = C.line; pen.beginPath(); pen.moveTo(left, Y(row)); pen.lineTo(w, Y(row)); pen.stroke();
          });
          pen.save(); pen.beginPath(); pen.rect(left, 0, w - left, h); pen.clip();
          hits = [];
          for (const b of bands) {
            const x = X(b.from), end = Math.max(X(b.to), x + 2), y = top + rowOf.get(b.row) * height();
            if (end < left || x > w) continue;
            pen.fillStyle = C[b.kind]; pen.fillRect(x, y + 2, end - x, height() - 4);
          }
          axis(C, w);
          pen.lineWidth = 1;
          const seen = arrows.filter(([a, b]) => shown.has(b) && X(b.t) >= left && X(a.t) <= w);
          for (const [a, b] of seen) {
            const x1 = X(a.t), x2 = X(b.t);
            // The more there are, the fainter each is, so that a long run stays readable.
            pen.globalAlpha = Math.max(.05, Math.min(.45, 150 / seen.length));
            pen.strokeStyle = C[b.kind];
            arrow(x1, Y(a.row), x2, Y(b.row), C[b.kind]);
          }
          pen.globalAlpha = 1;
          const r = Math.max(2.5, Math.min(5, height() / 7));
          for (const e of D.entries) {
            const x = X(e.t);
            // Bands show the cuts.
            if (x < left - 5 || x > w + 5 || e.k === 'outage' || e.k === 'mended') continue;
            const on = shown.has(e);
            pen.globalAlpha = on ? 1 : .12; mark(e, x, Y(e.row), r, C);
            if (on) hits.push([x, Y(e.row), e]);
          }
          pen.globalAlpha = 1;
          if (D.invariant) line(X(D.endMicroseconds), h, C.broken, D.invariant, 10);
          for (const e of D.entries) if (e.x === 'healed') line(X(e.t), h, C.soft, 'faults end', 26);
          pen.restore();
          pen.fillStyle = C.ink; pen.textAlign = 'left';
          for (const row of rows) pen.fillText(row, 14, Y(row));
        }
        function axis(C, w) {
          pen.fillStyle = C.soft; pen.textAlign = 'center';
          for (let x = left + 70; x < w - 40; x += 150) {
            const p = from + (x - left) / width() * (to - from);
            const t = even ? instants[Math.round(p)] : p;
            if (t === undefined || t < 0 || t > D.endMicroseconds) continue;
            pen.fillText(stamp(t), x, 15);
          }
        }
        function line(x, h, colour, text, above) {
          pen.strokeStyle = pen.fillStyle = colour; pen.lineWidth = 1.5; pen.setLineDash([5, 4]);
          pen.beginPath(); pen.moveTo(x, top); pen.lineTo(x, h); pen.stroke(); pen.setLineDash([]);
          pen.textAlign = 'right'; pen.fillText(text, x - 6, h - above); pen.lineWidth = 1;
        }
        function arrow(x1, y1, x2, y2, colour) {
          pen.beginPath(); pen.moveTo(x1, y1); pen.lineTo(x2, y2); pen.stroke();
          const a = Math.atan2(y2 - y1, x2 - x1), x = x2 - 6 * Math.cos(a), y = y2 - 6 * Math.sin(a);
          pen.fillStyle = colour; pen.beginPath(); pen.moveTo(x, y);
          pen.lineTo(x - 6 * Math.cos(a - .4), y - 6 * Math.sin(a - .4));
          pen.lineTo(x - 6 * Math.cos(a + .4), y - 6 * Math.sin(a + .4)); pen.fill();
        }
        function mark(e, x, y, r, C) {
          pen.fillStyle = pen.strokeStyle = e.k === 'crash' ? C.fault : C[e.kind] || C.soft;
          pen.beginPath();
          if (e.k === 'fault' || e.k === 'crash') {
            pen.lineWidth = 1.8; pen.moveTo(x - r, y - r); pen.lineTo(x + r, y + r); pen.moveTo(x + r, y - r);
            pen.lineTo(x - r, y + r); pen.stroke(); pen.lineWidth = 1;
          } else if (e.kind === 'command') {
            pen.moveTo(x, y - r * 1.5); pen.lineTo(x + r * 1.5, y); pen.lineTo(x, y + r * 1.5);
            pen.lineTo(x - r * 1.5, y); pen.fill();
          } else if (e.kind === 'change') { pen.fillRect(x - r, y - r, 2 * r, 2 * r) }
          else { pen.arc(x, y, e.k === 'clock step' ? r * .5 : r, 0, 7); pen.fill() }
        }
        let waiting = false;
        const later = () => {
          if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; draw() }) }
        };
        function filter() {
          shown = new Set(D.entries.filter(matches));
          $('count').textContent = `${shown.size} of ${D.entries.length}`; later();
        }
        function fit() {
          [from, to] = full();
          $('mode').textContent = even ? 'Scale: even steps' : 'Scale: true time';
          later();
        }
        function zoom(x, factor) {
          const at = from + (x - left) / width() * (to - from), all = full();
          const span = Math.min(Math.max((to - from) * factor, even ? 4 : 50), all[1] - all[0]);
          from = at - (x - left) / width() * span; to = from + span; later();
        }
        canvas.addEventListener('wheel', e => {
          e.preventDefault();
          if (Math.abs(e.deltaX) > Math.abs(e.deltaY)) {
            const move = e.deltaX / width() * (to - from); from += move; to += move; later();
          } else zoom(e.offsetX, Math.exp(e.deltaY * .0016));
        }, { passive: false });
        let grip = null;
        canvas.addEventListener('pointerdown', e => {
          grip = [e.clientX, from, to]; canvas.setPointerCapture(e.pointerId); canvas.className = 'drag';
        });
        canvas.addEventListener('pointerup', () => { grip = null; canvas.className = '' });
        canvas.addEventListener('pointerleave', () => tip.style.opacity = 0);
        canvas.addEventListener('pointermove', e => {
          if (grip) {
            const move = (grip[0] - e.clientX) / width() * (grip[2] - grip[1]);
            from = grip[1] + move; to = grip[2] + move; return later();
          }
          let best = null, near = 110;
          for (const [x, y, entry] of hits) {
            const d = (x - e.offsetX) ** 2 + (y - e.offsetY) ** 2;
            if (d < near) { near = d; best = entry }
          }
          if (!best) {
            const row = rows[Math.floor((e.offsetY - top) / height())];
            const b = bands.find(b => b.row === row && X(b.from) <= e.offsetX && X(b.to) >= e.offsetX);
            if (b) best = { t: b.from, n: b.row, k: b.kind, x: `${b.x}, until ${stamp(b.to)}` };
          }
          tip.style.opacity = best ? .97 : 0;
          if (!best) return;
          const title = document.createElement('b');
          title.textContent = `${best.k}${best.n ? ' · ' + best.n : ''}`;
          tip.replaceChildren(title, best.x, document.createElement('br'), stamp(best.t));
          tip.style.left = Math.min(e.offsetX + 14, canvas.clientWidth - tip.offsetWidth - 8) + 'px';
          tip.style.top = Math.min(e.offsetY + 14, canvas.clientHeight - tip.offsetHeight - 8) + 'px';
        });
        for (const id of ['search', 'user', 'task']) $(id).addEventListener('input', filter);
        $('mode').addEventListener('click', () => { even = !even; fit() });
        $('fit').addEventListener('click', fit);
        $('broken').addEventListener('click', () => {
          const end = place(D.endMicroseconds), span = even ? 60 : 120e6;
          from = end - span * .9; to = end + span * .1; later();
        });
        addEventListener('resize', later);
        matchMedia('(prefers-color-scheme: dark)').addEventListener('change', later);
        fit(); filter();
        """#
}
