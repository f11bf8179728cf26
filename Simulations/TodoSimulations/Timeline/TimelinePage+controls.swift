extension TimelinePage {
    /// Answers fields, buttons, wheel, drag and keys, and keeps the view in the address, so that a view has a link.
    static let controls = #"""
        $('seed').textContent = D.seed;
        $('facts').textContent = `hash ${D.hash} · faults: ${D.faults.join(', ') || 'none'}`;
        $('verdict').textContent = D.invariant ? `✗ ${D.invariant}` : '✓ every invariant held';
        $('verdict').className = D.invariant ? 'bad' : 'good';
        $('message').textContent = D.message.split('\n')[0];
        $('replay').textContent = D.command;
        $('broken').hidden = !D.invariant;
        $('left-out').textContent = D.leftOut && `Left out of this page: ${D.leftOut}.`;
        for (const u of [...users].sort(byNumber)) $('user').add(new Option(u, u));
        for (const k of shades) {
          const item = document.createElement('button');
          item.textContent = k; item.style.setProperty('--key', `var(--${k})`); item.title = `Show or hide: ${k}`;
          item.setAttribute('aria-pressed', 'true');
          item.addEventListener('click', () => {
            if (!hidden.delete(k)) hidden.add(k);
            item.setAttribute('aria-pressed', String(!hidden.has(k))); filter();
          });
          $('legend').append(item);
        }
        function matches(e) {
          const q = $('search').value.trim().toLowerCase(), u = $('user').value, t = $('task').value.trim();
          return (!q || e.all.includes(q)) && (!u || e.user === u || e.row === u) && (!t || e.task === t)
            && !hidden.has(e.kind);
        }
        let waiting = false, addressed = 0;
        const later = () => {
          if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; draw() }) }
        };
        function filter() {
          shown = new Set(D.entries.filter(matches)); later();
        }
        function tell() {
          const skipped = drawn.skipped ? `, ${drawn.skipped} arrows too many to draw: zoom in` : '';
          $('count').textContent = `${shown.size} of ${D.entries.length} events${skipped}`;
          clearTimeout(addressed); addressed = setTimeout(writeAddress, 300);
        }
        function writeAddress() {
          const view = new URLSearchParams(), all = full(), isWhole = from === all[0] && to === all[1];
          for (const id of ['user', 'task', 'search']) if ($(id).value) view.set(id, $(id).value);
          if (!even) view.set('scale', 'time');
          if (!isWhole) { view.set('from', from.toFixed(2)); view.set('to', to.toFixed(2)) }
          const address = view.size ? '#' + view : location.pathname;
          try { history.replaceState(null, '', address) } catch { /* a sandboxed frame */ }
        }
        function readAddress() {
          const view = new URLSearchParams(location.hash.slice(1));
          for (const id of ['user', 'task', 'search']) $(id).value = view.get(id) || '';
          even = view.get('scale') !== 'time';
          fit(); filter();
          const begin = Number.parseFloat(view.get('from')), end = Number.parseFloat(view.get('to'));
          if (begin < end) { from = begin; to = end }
        }
        function fit() {
          settle(); [from, to] = full();
          $('mode').textContent = even ? 'Scale: even steps' : 'Scale: true time';
          later();
        }
        function zoom(x, factor) {
          const at = from + (x - left) / width() * (to - from), all = full();
          const span = Math.min(Math.max((to - from) * factor, even ? 4 : 50), all[1] - all[0]);
          from = at - (x - left) / width() * span; to = from + span; later();
        }
        function pan(share) { const move = share * (to - from); from += move; to += move; later() }
        canvas.addEventListener('wheel', e => {
          e.preventDefault();
          if (Math.abs(e.deltaX) > Math.abs(e.deltaY)) pan(e.deltaX / width());
          else zoom(e.offsetX, Math.exp(e.deltaY * .0016));
        }, { passive: false });
        let grip = null;
        canvas.addEventListener('pointerdown', e => {
          grip = [e.clientX, from, to]; canvas.setPointerCapture(e.pointerId); canvas.className = 'drag';
        });
        canvas.addEventListener('pointerup', e => {
          if (grip && Math.abs(grip[0] - e.clientX) < 3) { chosen = nearest(e); later() }
          grip = null; canvas.className = '';
        });
        canvas.addEventListener('pointerleave', () => tip.style.opacity = 0);
        function nearest(e) {
          let best = null, near = 110;
          for (const [x, y, entry] of hits) {
            const d = (x - e.offsetX) ** 2 + (y - e.offsetY) ** 2;
            if (d < near) { near = d; best = entry }
          }
          return best;
        }
        canvas.addEventListener('pointermove', e => {
          if (grip) {
            const move = (grip[0] - e.clientX) / width() * (grip[2] - grip[1]);
            from = grip[1] + move; to = grip[2] + move; return later();
          }
          let best = nearest(e);
          if (!best) {
            const row = rows[Math.floor((e.offsetY - top) / height())];
            const b = bands.find(b => b.row === row && X(b.start) <= e.offsetX && X(b.end) >= e.offsetX);
            if (b) best = { t: b.from, n: b.row, k: b.kind, x: `${b.x}, until ${stamp(b.to)}` };
          }
          tip.style.opacity = best ? .98 : 0;
          if (!best) return;
          const piece = (tag, text) => { const p = document.createElement(tag); p.textContent = text; return p };
          tip.replaceChildren(
            piece('b', `${best.k}${best.n ? ' · ' + best.n : ''}`), piece('div', best.x),
            piece('time', stamp(best.t)));
          if (best.p) tip.append(piece('pre', readable(best.p)));
          tip.style.left = Math.min(e.offsetX + 14, canvas.clientWidth - tip.offsetWidth - 8) + 'px';
          tip.style.top = Math.max(4, Math.min(e.offsetY + 14, canvas.clientHeight - tip.offsetHeight - 8)) + 'px';
        });
        function readable(json) {
          try {
            const lines = JSON.stringify(JSON.parse(json), null, 1).replace(/[{}"]/g, '');
            return lines.replace(/,?\n\s*\n/g, '\n').trim();
          } catch { return json }
        }
        for (const id of ['search', 'user', 'task']) $(id).addEventListener('input', filter);
        $('mode').addEventListener('click', () => { even = !even; fit() });
        $('fit').addEventListener('click', fit);
        $('in').addEventListener('click', () => zoom(left + width() / 2, .5));
        $('out').addEventListener('click', () => zoom(left + width() / 2, 2));
        $('broken').addEventListener('click', () => {
          const end = place(D.endMicroseconds), span = even ? 60 : 120e6;
          from = end - span * .9; to = end + span * .1; later();
        });
        addEventListener('keydown', e => {
          if (['INPUT', 'SELECT'].includes(e.target.tagName) || e.ctrlKey || e.metaKey) return;
          const move = { '+': () => zoom(left + width() / 2, .5), '-': () => zoom(left + width() / 2, 2), '0': fit,
            ArrowLeft: () => pan(-.2), ArrowRight: () => pan(.2) }[e.key];
          if (move) { e.preventDefault(); move() }
        });
        addEventListener('resize', later);
        addEventListener('hashchange', readAddress);
        matchMedia('(prefers-color-scheme: dark)').addEventListener('change', later);
        // What is on the page now, for whoever drives the page with a program.
        window.timeline = () => ({ ...drawn, from, to, even, events: D.entries.length, shown: shown.size, rows,
          users: [...new Set([...shown].map(e => e.user))].sort(byNumber),
          hits: hits.map(([x, y, e]) => ({ x, y, kind: e.kind, row: e.row, user: e.user, task: e.task })) });
        readAddress();
        """#
}
