// The page's language for screen readers, and its keyboard. Streamlit has a way to none of these of its own.
(() => {
  document.documentElement.lang = "LANGUAGE";
  document.cookie = "policy_language=LANGUAGE; path=/; max-age=31536000; samesite=lax";
  if (window.policyKeyboard) return; // the listeners outlive a rerun and a change of page
  window.policyKeyboard = true;

  const PATHS = ["/", "/policies", "/timeline", "/compare", "/evaluate"];
  const question = () => document.querySelector('[data-testid="stChatInputTextArea"]');
  const typing = (element) => element.closest('input, textarea, select, [contenteditable="true"], [role="spinbutton"]');
  const questions = () => [...document.querySelectorAll('[data-testid="stChatMessage"]:has([aria-label="Chat message from user"])')];
  const running = () => document.querySelector('[data-test-script-state="running"]');

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "/" && question() && !typing(event.target)) {
      event.preventDefault();
      question().focus();
    }
    // An open popover or list closes by Escape first.
    if (event.key === "Escape" && running() && !document.querySelector('[data-testid="stPopoverBody"], [role="listbox"]')) {
      document.querySelector('[data-testid="stChatInputStopButton"]')?.click();
    } else if (event.key === "Escape" && !document.querySelector('[data-testid="stPopoverBody"], [role="listbox"], [role="dialog"]')) {
      const open = document.querySelectorAll('[class*="st-key-icon-close-"] button');
      open[open.length - 1]?.click();
    }
  });

  // Streamlit remembers a theme for each path by which a page was opened, and takes it up when it is loaded.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".st-key-icon-theme button")) return;
    event.stopPropagation();
    const dark = getComputedStyle(document.querySelector('[data-testid="stApp"]')).colorScheme === "dark";
    for (const path of [...PATHS, location.pathname]) localStorage.setItem(`stActiveTheme-${path}-v2`, dark ? '"Light"' : '"Dark"');
    location.reload();
  }, true);

  // A marker in the words of an answer presses the chip of its source.
  document.addEventListener("click", (event) => {
    const marker = event.target.closest?.('a[href^="#source-"]');
    if (!marker) return;
    event.preventDefault();
    document.querySelector(`.st-key-${CSS.escape(marker.getAttribute("href").slice(1))} button`)?.click();
  }, true);

  // The cited words are in view in an open source, the paragraph that an address names in its note, and the newest question is on top.
  let asked = 0;
  let gone = 0; // since when no question is there
  let due = 0;
  let shown = null; // the paragraph of a note that the address names, once it was brought into view
  let moved = 0; // when the reader last scrolled, pressed or typed; what the page does of itself is not trusted
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    document.addEventListener(kind, (event) => { if (event.isTrusted) moved = performance.now(); }, { capture: true, passive: true });
  }
  const bringIntoView = (panel, cited) => {
    if (!cited.isConnected) return;
    // Below a table it may have opened out of sight.
    const { top, bottom } = panel.getBoundingClientRect();
    const away = top > 0.6 * innerHeight || bottom < 0;
    if (away && panel.className.includes("st-key-sheet-")) panel.scrollIntoView({ block: "center" });
    const below = cited.getBoundingClientRect().bottom - panel.getBoundingClientRect().bottom;
    if (below > 0) panel.scrollTop += below + 16;
  };
  const settle = () => {
    due = 0;
    for (const panel of document.querySelectorAll('[class*="st-key-beside-"], [class*="st-key-sheet-"]')) {
      const cited = panel.querySelector(".stMarkdownColoredBackground");
      if (!cited || panel.policyCited === cited) continue;
      panel.policyCited = cited;
      // More than once, until its reader moves: the page above it may still grow.
      const opened = performance.now();
      for (const wait of [0, 400, 1000, 2000]) setTimeout(() => { if (moved < opened) bringIntoView(panel, cited); }, wait);
    }
    // A page that only shows a conversation begins with its title.
    const count = questions().length;
    // While the page is drawn anew the questions may be gone for a moment, and none of them is new when they are back.
    if (!count) gone ||= performance.now();
    else {
      if (gone && performance.now() - gone > 2000) asked = 0;
      gone = 0;
      if (count > asked && question()) keepOnTop();
      asked = count;
    }
    if (running()) return;
    const named = document.querySelector(".st-key-named-paragraph");
    if (named && named !== shown) named.scrollIntoView({ block: "center" });
    shown = named;
  };
  // Streamlit writes the end of a page that grows into its scroll position, frame by frame, which would be a fight with
  // what keeps the question on top: it may scroll up alone. Readers and scrollIntoView do not go by this property.
  const position = Object.getOwnPropertyDescriptor(Element.prototype, "scrollTop");
  const neverFollow = (box) => {
    if (!box || box.policyStill) return;
    box.policyStill = true;
    Object.defineProperty(box, "scrollTop", {
      get() { return position.get.call(this); },
      set(to) { if (to < position.get.call(this)) position.set.call(this, to); },
    });
  };
  // It goes on trying, 50 frames a second, until a wheel and at once a scroll tell it that somebody reads elsewhere; what
  // has grown since its last look it asks for twice.
  const letGo = (box) => {
    for (const wait of [0, 250, 500]) {
      setTimeout(() => box?.dispatchEvent(new WheelEvent("wheel")), wait);
      setTimeout(() => box?.dispatchEvent(new Event("scroll")), wait + 10);
    }
  };
  // What is on top is put there again while the page grows, until its reader moves.
  const keepOnTop = () => {
    let left = 12; // of a page that stands still: an answer that is still written moves it again
    const begun = performance.now();
    const put = () => {
      const box = document.querySelector('[data-testid="stAppScrollToBottomContainer"]'); // a page that opens may get another
      neverFollow(box);
      const newest = questions().at(-1);
      if (left <= 0 || moved > begun || !newest) return letGo(box);
      if (!running()) left -= 1;
      if (Math.abs(newest.getBoundingClientRect().top - 72) > 8) newest.scrollIntoView({ block: "start" });
      setTimeout(put, 150);
    };
    put();
  };
  new MutationObserver(() => { due ||= setTimeout(settle, 120); }).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"],
  });

  // Where there is a keyboard the first visit begins in the question. A phone would open its keyboard over the page.
  if (!window.matchMedia("(pointer: fine)").matches) return;
  const begin = new MutationObserver(() => {
    if (!question()) return;
    begin.disconnect();
    if (document.activeElement === document.body) question().focus({ preventScroll: true });
  });
  begin.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("pointerdown", () => begin.disconnect(), { once: true });
})();
