extension TimelinePage {
    /// Reads the run, sorts it into rows, bands and arrows, and answers the controls.
    static let script = #"""
        'use strict';
        const $ = id => document.getElementById(id), D = JSON.parse($('data').textContent);
        const canvas = $('view'), pen = canvas.getContext('2d'), tip = $('tip');
        const base = n => n.split('#')[0];
        const sets = { users: new Set(), nodes: new Set() };
        const users = new Set();
        for (const e of D.entries) {
          const command = e.k === 'note' && e.x.match(/^(user-\d+) (command|change)/);
          if (command) users.add(command[1]);
          e.kind = command ? command[2] : e.k;
          e.row = command ? (command[2] === 'command' ? command[1] : 'store')
            : e.n ? base(e.n) : e.k === 'schedule' ? 'scheduler' : 'network';
        }
        const byNumber = (a, b) => a.localeCompare(b, 'en', { numeric: true });
        const rank = r => r.startsWith('user-') ? 0 : r === 'store' ? 1 : r.startsWith('backend') ? 2
          : r === 'scheduler' ? 8 : r === 'network' ? 9 : 4;
        const rows = [...new Set(D.entries.map(e => e.row))].sort((a, b) => rank(a) - rank(b) || byNumber(a, b));
        const rowOf = new Map(rows.map((r, i) => [r, i]));
        // Even steps give each instant the same width, so that a burst between two quiet hours can be read.
        const instants = [...new Set(D.entries.map(e => e.t).concat(0, D.endMicroseconds))].sort((a, b) => a - b);
        const stepOf = new Map(instants.map((t, i) => [t, i]));
        let even = true;
        const place = t => even ? stepOf.get(t) : t;
        const bands = [], arrows = [], downs = new Map(), cuts = new Map(), sent = new Map();
        for (const e of D.entries) {
          if (e.k === 'crash') downs.set(e.row, e);
          if (e.k === 'boot' && downs.has(e.row)) {
            bands.push({ row: e.row, from: downs.get(e.row).t, to: e.t, kind: 'crash', x: 'down' });
            downs.delete(e.row);
          }
          const cut = e.x.match(/^(\d+): (.*)$/);
          if (e.k === 'outage' && cut) cuts.set(cut[1], e);
          if (e.k === 'mended' && cut && cuts.has(cut[1])) { band(cuts.get(cut[1]), e.t, cut[2]); cuts.delete(cut[1]) }
          const id = e.k === 'publish' ? e.x.split(' ').slice(0, 2).join(' ')
            : e.k === 'deliver' ? e.x.replace(/\[\d+\]/, '').split(' ').slice(0, 2).join(' ')
            : e.k === 'schedule' || e.k === 'trigger' ? e.x.split(' ')[0] : '';
          if (e.k === 'publish' || e.k === 'schedule') sent.set(id, e);
          if ((e.k === 'deliver' || e.k === 'trigger') && sent.has(id)) arrows.push([sent.get(id), e]);
        }
        for (const [row, e] of downs) bands.push({ row, from: e.t, to: D.endMicroseconds, kind: 'crash', x: 'down' });
        for (const e of cuts.values()) band(e, D.endMicroseconds, e.x);
        function band(e, to, text) {
          const node = text.match(/between (\S+) and/), known = node && rowOf.has(node[1]);
          bands.push({ row: known ? node[1] : 'network', from: e.t, to, kind: 'outage', x: text });
        }
        $('seed').textContent = D.seed;
        $('facts').textContent = `hash ${D.hash} · faults: ${D.faults.join(', ') || 'none'}`;
        $('verdict').textContent = D.invariant ? `✗ ${D.invariant}` : '✓ every invariant held';
        $('verdict').className = D.invariant ? 'bad' : 'good';
        $('message').textContent = D.message.split('\n')[0];
        $('replay').textContent = D.command;
        $('broken').hidden = !D.invariant;
        for (const u of [...users].sort(byNumber)) $('user').add(new Option(u, u));
        const shades = ['command', 'change', 'publish', 'deliver', 'invoke', 'trigger', 'fault'];
        for (const k of shades) {
          const item = document.createElement('span');
          item.textContent = k; item.style.setProperty('--key', `var(--${k})`); $('legend').append(item);
        }
        // An event names its user and sequence; the change of that sequence names the task.
        const taskOf = new Map();
        for (const e of D.entries) {
          const m = e.kind === 'change' && e.x.match(/^(user-\d+) change (\d+) \S+ task (\S+)/);
          if (m) taskOf.set(`${m[1]}/${m[2]}`, m[3]);
        }
        for (const e of D.entries) {
          const key = (e.x.match(/user-\d+\/\d+/) || [''])[0];
          e.user = (e.x.match(/user-\d+/) || [''])[0];
          e.task = taskOf.get(key) || (e.x.match(/\btask (\d+)/) || ['', ''])[1];
          e.all = `${e.n} ${e.k} ${e.x}`.toLowerCase();
        }
        function matches(e) {
          const q = $('search').value.trim().toLowerCase(), u = $('user').value, t = $('task').value.trim();
          return (!q || e.all.includes(q)) && (!u || e.user === u) && (!t || e.task === t);
        }

        """#
}
