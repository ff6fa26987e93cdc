// The page's language for screen readers, and its keyboard. Streamlit has a way to none of these of its own.
(() => {
  document.documentElement.lang = "LANGUAGE";
  if (window.policyKeyboard) return; // the listeners outlive a rerun and a change of page
  window.policyKeyboard = true;

  const question = () => document.querySelector('[data-testid="stChatInputTextArea"]');
  const typing = (element) => element.closest('input, textarea, select, [contenteditable="true"], [role="spinbutton"]');
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
    }
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
