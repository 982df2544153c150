/* <inspectqa-page>: upgrades the form of templates/ask.html. The conversation lives in this tab's sessionStorage only. */
(function (inspectqa) {
  "use strict";

  var KEY = "inspectqa.conversation";
  var MOST_TURNS = 20, LONGEST_TURN = 2000; // of the history that is sent: a body has a limit
  var el = inspectqa.answer.el;

  function kept() {
    try {
      var turns = JSON.parse(sessionStorage.getItem(KEY));
      return Array.isArray(turns) ? turns : [];
    } catch (error) {
      return []; // storage is switched off, or holds something else
    }
  }

  function keep(turns) {
    try {
      if (turns.length) sessionStorage.setItem(KEY, JSON.stringify(turns));
      else sessionStorage.removeItem(KEY);
    } catch (error) { /* switched off or full: the conversation then lasts as long as the page */ }
  }

  function copied(text) {
    if (navigator.clipboard && self.isSecureContext) return navigator.clipboard.writeText(text);
    var area = el("textarea", { "class": "govuk-visually-hidden", "aria-hidden": "true" });
    area.value = text; // plain HTTP has no clipboard but this
    document.body.append(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("not copied"));
  }

  function button(words, action, attributes) {
    var node = el("button", Object.assign({ type: "button", "class": "iqa-tool" }, attributes), words);
    node.addEventListener("click", action);
    return node;
  }

  class Page extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector(".iqa-ask");
      this.field = this.querySelector("#question");
      this.place = this.querySelector(".iqa-conversation");
      this.live = this.querySelector(".iqa-live");
      this.stop = this.querySelector(".iqa-stop");
      this.clear = this.querySelector(".iqa-clear");
      this.asking = null;
      this.turns = [];
      if (this.place.children.length) return; // an answer that came as a page: it goes on as pages
      this.form.addEventListener("submit", (event) => { event.preventDefault(); this.ask(this.field.value); });
      this.field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.ask(this.field.value);
      });
      this.addEventListener("submit", (event) => {
        if (!event.target.matches(".iqa-suggestions")) return;
        event.preventDefault();
        if (event.submitter) this.ask(event.submitter.value);
      });
      this.stop.addEventListener("click", () => { if (this.asking) this.asking.abort(); });
      this.clear.addEventListener("click", () => this.forget());
      this.turns = kept();
      try {
        this.turns.forEach((turn) => this.drawTurn(turn));
      } catch (error) { // kept by another version of this page
        this.turns = [];
        keep(this.turns);
        this.place.textContent = "";
      }
      this.tidy();
    }

    filters() {
      var data = new FormData(this.form);
      return {
        forces: data.getAll("force"), inspections: data.getAll("inspection"), findings: data.getAll("finding"),
        voices: data.getAll("voice"),
        published_from: data.get("published_from") || null, published_to: data.get("published_to") || null
      };
    }

    history() {
      var said = [];
      this.turns.forEach(function (turn) {
        said.push({ role: "user", content: turn.question.slice(0, LONGEST_TURN) },
          { role: "assistant", content: turn.answer.answer.slice(0, LONGEST_TURN) });
      });
      return said.slice(-MOST_TURNS);
    }

    say(words, busy) {
      this.live.textContent = words;
      this.live.classList.toggle("iqa-live--busy", Boolean(busy));
    }

    tidy() {
      var examples = this.querySelector(".iqa-examples");
      if (examples) examples.hidden = this.turns.length > 0 || Boolean(this.asking);
      this.clear.hidden = !this.turns.length || Boolean(this.asking);
      this.stop.hidden = !this.asking;
      this.querySelector("label[for=question]").textContent = this.turns.length ? "Your next question" : "Your question";
    }

    section(question) {
      var section = el("div", { "class": "iqa-turn" },
        el("p", { "class": "iqa-question", dir: "auto" },
          el("span", { "class": "iqa-question__mark" }, "You asked "), question));
      this.place.append(section);
      return section;
    }

    drawTurn(turn) {
      var section = this.section(turn.question);
      section.append(inspectqa.answer.draw(turn.answer));
      this.addTools(section, turn);
    }

    ask(text) {
      var question = text.trim();
      if (this.asking) return;
      if (!question) {
        this.say("Write a question first.");
        this.field.focus();
        return;
      }
      var old = this.querySelector(".iqa-following");
      if (old) old.remove();
      var section = this.section(question), growing = inspectqa.answer.live();
      var mine = this.asking = new AbortController();
      var begun = false;
      this.field.value = "";
      this.tidy();
      this.say("Asking", true);
      inspectqa.stream.ask({
        body: { question: question, history: this.history(), filters: this.filters() },
        signal: mine.signal,
        onStatus: (status) => this.say(status.text, true),
        onCitation: growing.citation,
        onDelta: (delta) => {
          if (!begun) section.append(growing.element);
          begun = true;
          growing.delta(delta);
        },
        onRetry: () => {
          growing.clear();
          this.say("The connection was lost. Asking again", true);
        }
      }).then((answer) => {
        if (!begun) section.append(growing.element);
        growing.done(answer);
        this.asking = null;
        this.finish(section, growing, { question: question, answer: answer });
      }, (error) => {
        this.asking = null;
        growing.element.remove();
        this.failed(section, question, error, mine.signal.aborted);
      });
    }

    finish(section, growing, turn) {
      this.turns.push(turn);
      keep(this.turns);
      this.addTools(section, turn);
      this.tidy();
      this.say("The answer is there.");
      growing.head.focus({ preventScroll: true });
      section.scrollIntoView({ block: "start" });
      this.goOn(section, turn.answer.id);
    }

    failed(section, question, error, stopped) {
      var words = stopped ? "Stopped. Nothing was answered." : error.message;
      var fault = el("p", { "class": "iqa-fault", tabindex: "-1" }, words);
      section.append(fault);
      if (!this.field.value) this.field.value = question;
      this.tidy();
      this.say(stopped ? "Stopped." : "There is a problem.");
      fault.focus();
    }

    /* Follow-ups come after the answer: it does not wait for them. */
    goOn(section, id) {
      fetch("/answers/" + encodeURIComponent(id) + "/suggestions").then(function (response) {
        return response.ok ? response.json() : { questions: [] };
      }).then((found) => {
        if (!found.questions.length || section !== this.place.lastElementChild || this.asking) return;
        var form = el("form", { "class": "iqa-suggestions" });
        found.questions.forEach(function (question) {
          form.append(el("button", { "class": "iqa-suggestion", name: "question", value: question }, question));
        });
        this.place.after(el("div", { "class": "iqa-following" },
          el("h2", { "class": "govuk-heading-s" }, "Go on with"), form));
      }).catch(function () { /* without suggestions, then */ });
    }

    addTools(section, turn) {
      var copy = button("Copy with citations", () => {
        copied(inspectqa.answer.plain(turn.answer, { base: location.origin }))
          .then(() => this.say("Copied."), () => this.say("The browser did not allow copying."));
      });
      var print = button("Print", function () { self.print(); });
      var word = el("a", { "class": "govuk-link", href: "/answers/" + turn.answer.id + ".docx" }, "Download for Word");
      word.addEventListener("click", (event) => { event.preventDefault(); this.download(word.href); });
      var up = button("Useful", () => this.rate(section, turn, up, true), { "aria-pressed": "false" });
      var down = button("Not useful", () => this.rate(section, turn, down, false), { "aria-pressed": "false" });
      section.append(el("div", { "class": "iqa-tools", role: "group", "aria-label": "This answer" }, copy, print, word, up, down));
    }

    /* Fetched first, so that an answer which is forgotten is said here and not on a page of its own. */
    download(address) {
      fetch(address).then(function (response) {
        if (response.ok) return response.blob();
        return response.json().then(function (problem) { throw new Error(problem.detail); });
      }).then((blob) => {
        var url = URL.createObjectURL(blob);
        var link = el("a", { href: url, download: "answer.docx" });
        link.click();
        setTimeout(function () { URL.revokeObjectURL(url); }, 10000);
        this.say("Downloaded.");
      }).catch((error) => this.say(error.message));
    }

    rate(section, turn, pressed, useful) {
      section.querySelectorAll(".iqa-tool[aria-pressed]").forEach(function (one) {
        one.setAttribute("aria-pressed", String(one === pressed));
      });
      var old = section.querySelector(".iqa-feedback");
      if (old) old.remove();
      section.append(this.feedbackForm(turn, useful));
      section.querySelector(".iqa-feedback select, .iqa-feedback input").focus();
    }

    feedbackForm(turn, useful) {
      var id = "f" + turn.answer.id.slice(0, 8);
      var reason = el("select", { "class": "govuk-select", id: id + "reason" }, el("option", { value: "" }, "Not said"));
      reason.append(this.querySelector(".iqa-reasons").content.cloneNode(true));
      var share = el("input", { "class": "govuk-checkboxes__input", type: "checkbox", id: id + "share" });
      var form = el("form", { "class": "iqa-feedback", "aria-label": useful ? "Useful" : "Not useful" },
        useful ? null : el("div", { "class": "govuk-form-group" },
          el("label", { "class": "govuk-label", "for": id + "reason" }, "What is wrong with it?"), reason),
        el("div", { "class": "govuk-form-group" }, el("div", { "class": "govuk-checkboxes govuk-checkboxes--small" },
          el("div", { "class": "govuk-checkboxes__item" }, share,
            el("label", { "class": "govuk-label govuk-checkboxes__label", "for": id + "share" },
              "Keep my question and the answer with it")))),
        el("button", { "class": "govuk-button govuk-button--secondary" }, "Send"));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        event.stopPropagation();
        this.sendFeedback(form, { answer_id: turn.answer.id, useful: useful, reason: reason.value || null, share: share.checked });
      });
      return form;
    }

    sendFeedback(form, body) {
      fetch("/v1/feedback", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body)
      }).then((response) => {
        if (!response.ok) throw new Error("This could not be kept.");
        var head = form.closest(".iqa-turn").querySelector(".iqa-status");
        form.remove();
        this.say("Thank you. What you said was kept.");
        if (head) head.focus();
      }).catch((error) => this.say(error.message));
    }

    forget() {
      this.turns = [];
      keep(this.turns);
      this.place.textContent = "";
      var following = this.querySelector(".iqa-following");
      if (following) following.remove();
      this.say("The conversation is cleared.");
      this.tidy();
      this.field.focus();
    }
  }

  customElements.define("inspectqa-page", Page);
})(self.inspectqa);
