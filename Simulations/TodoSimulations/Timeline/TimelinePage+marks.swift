extension TimelinePage {
    /// The shapes of marks, arrows and lines.
    static let marks = #"""
        function axis(C, w, h) {
          pen.textAlign = 'center';
          const between = (to - from) / width() * 165, parts = !even && between > 600e6 ? 16 : 23;
          for (let x = left + 88; x < w - 40; x += 165) {
            const p = from + (x - left) / width() * (to - from);
            const t = even ? instants[Math.round(p)] : p;
            if (t === undefined || t < 0 || t > D.endMicroseconds) continue;
            pen.strokeStyle = C.line; pen.beginPath(); pen.moveTo(x, top - 8); pen.lineTo(x, h); pen.stroke();
            pen.fillStyle = C.soft; pen.fillText(stamp(t).slice(5, parts), x, 15);
          }
        }
        function line(x, h, colour, text, above) {
          pen.strokeStyle = pen.fillStyle = colour; pen.lineWidth = 1.5; pen.setLineDash([5, 4]);
          pen.beginPath(); pen.moveTo(x, top); pen.lineTo(x, h); pen.stroke(); pen.setLineDash([]);
          pen.font = '600 12px system-ui, sans-serif'; pen.textAlign = 'right';
          const wide = pen.measureText(text).width, y = h - above;
          pen.fillText(text, x - 12 < left + wide ? x + 12 + wide : x - 12, y); pen.lineWidth = 1;
          pen.font = '12px system-ui, sans-serif';
        }
        function arrow(x1, y1, x2, y2, colour) {
          pen.beginPath(); pen.moveTo(x1, y1); pen.lineTo(x2, y2); pen.stroke();
          const a = Math.atan2(y2 - y1, x2 - x1), x = x2 - 6 * Math.cos(a), y = y2 - 6 * Math.sin(a);
          pen.fillStyle = colour; pen.beginPath(); pen.moveTo(x, y);
          pen.lineTo(x - 6 * Math.cos(a - .4), y - 6 * Math.sin(a - .4));
          pen.lineTo(x - 6 * Math.cos(a + .4), y - 6 * Math.sin(a + .4)); pen.fill();
        }
        function mark(e, x, y, r, C) {
          pen.fillStyle = pen.strokeStyle = C[e.kind] || C.soft;
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
        """#
}
