// What tests/browser/checking.py asks of a page. Loaded after axe; gives lists of what is wrong.
window.leerrecht = (() => {
  const html = each => each.outerHTML.slice(0, 120);
  const isPart = node => node.html.startsWith('<a href="#path-row-');
  const partOf = each => each.closest('svg') && each.querySelector('.lr-hit');

  const hasRing = each => {
    const part = partOf(each), style = getComputedStyle(part || each);
    if (part) return parseFloat(style.strokeWidth) >= 3 && style.stroke !== 'none';
    return parseFloat(style.outlineWidth) >= 3 && style.outlineStyle !== 'none';
  };

  async function axeFaults(tags) {
    const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], preload: false });
    // Axe reads the texts of a drawing as one word, and an ellipsis as a letter: see unnamedParts.
    for (const each of found.violations) {
      if (each.id === 'label-content-name-mismatch') each.nodes = each.nodes.filter(node => !isPart(node));
    }
    const say = node => `${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`;
    return found.violations.filter(each => each.nodes.length).map(each => [each.id, each.help, each.nodes.slice(0, 4).map(say)]);
  }

  // A part of the path whose visible words (up to an ellipsis) aren't in its name.
  function unnamedParts() {
    const found = [];
    for (const part of document.querySelectorAll('.lr-path svg a')) {
      if (!part.checkVisibility()) continue;
      const name = part.getAttribute('aria-label').toLowerCase();
      for (const text of part.querySelectorAll('text')) {
        const said = text.textContent.replace(/…$/, '').trim().toLowerCase();
        if (!name.includes(said)) found.push(`${said} not in ${name}`);
      }
    }
    return found;
  }

  // What lies beside the picture, or is cut off in it.
  function outOfPicture() {
    const wide = document.documentElement.clientWidth, found = [], page = document.scrollingElement;
    if (page.scrollWidth > wide) found.push(`the page scrolls: ${page.scrollWidth} > ${wide}`);
    for (const each of document.querySelectorAll('body *:not(svg *)')) {
      if (each.closest('.lr-hidden, .lr-sprite, thead, [hidden]') || !each.checkVisibility()) continue;
      const box = each.getBoundingClientRect(), style = getComputedStyle(each);
      const isOut = box.right > wide + 1 || box.left < -1;
      if (box.width && isOut && style.position !== 'absolute') found.push(`out: ${html(each)}`);
      const clips = /hidden|clip/.test(style.overflowX) && !/INPUT|SELECT|PROGRESS/.test(each.tagName);
      if (clips && each.scrollWidth > each.clientWidth + 1) found.push(`cut: ${html(each)}`);
    }
    return found.slice(0, 8);
  }

  // Everything that takes focus shows it. How many there are, and which don't.
  function unseenFocus() {
    const found = [];
    let seen = 0;
    for (const each of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
      if (!each.checkVisibility() || each.disabled || ++seen > 150) continue;
      each.focus({ preventScroll: true });
      if (document.activeElement !== each) found.push(`takes no focus: ${html(each)}`);
      else if (!hasRing(each)) found.push(`no ring: ${html(each)}`);
    }
    document.activeElement.blur();
    return [seen, found.slice(0, 8)];
  }
  return { axeFaults, unnamedParts, outOfPicture, unseenFocus, hasRing, partOf };
})();
