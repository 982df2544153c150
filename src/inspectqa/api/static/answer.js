/* Draws answers as DOM, with text nodes only: nothing of an answer is ever markup, a style or a foreign address.

   inspectqa.answer.draw(answer, options) -> an <article>, from the response of /v1/ask
   inspectqa.answer.live(options)         -> { element, citation(c), delta(d), clear(), done(answer) }: grows as it streams
   inspectqa.answer.plain(answer, options) -> the answer as text, with its citations, for the clipboard

   options: { base: "" or "https://answers.example", newTab: true opens sources in a new tab,
              heading: 2 (level of the headings of an answer) }

   The classes (iqa-…) are styled by page.css and by the widget's own sheet. The server draws the same structure in
   templates/answer.html for those who have no JavaScript. */
(function (inspectqa) {
  "use strict";

  var STATUSES = {
    answered: "Answered from the documents",
    no_evidence: "The documents do not say",
    not_held: "No such document is held",
    needs_clarification: "The question can be read in more than one way",
    out_of_scope: "Outside what these documents can answer",
    personal_data: "Not answered: personal data",
    signpost: "If a child may be at risk"
  };
  var VOICES = {
    inspectorate: "The inspectorate",
    commissioner: "The commissioner",
    force: "The force",
    panel: "A panel or another body",
    unattributed: "Not attributed to anybody"
  };
  var MONTHS = "January February March April May June July August September October November December".split(" ");
  // The characters of invisible.py: directions, tags, controls. The text of a document may hold them.
  var UNSEEN = new RegExp("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u180e\\u200b" +
    "\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\ufffe\\uffff" +
    "\\u{e0000}-\\u{e0fff}]", "gu");

  function visible(text) {
    return String(text).replace(/\r\n?|\f/g, "\n").replace(UNSEEN, "");
  }

  /* el("p", {class: "x"}, "text", node, null, …): attributes are set as text, children are text nodes or nodes. */
  function el(name, attributes) {
    var node = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      if (attributes[key] !== null && attributes[key] !== undefined) node.setAttribute(key, attributes[key]);
    });
    for (var at = 2; at < arguments.length; at++) {
      var child = arguments[at];
      if (child !== null && child !== undefined) node.append(child.nodeType ? child : visible(child));
    }
    return node;
  }

  function date(iso) {
    var parts = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso || "");
    return parts ? Number(parts[3]) + " " + MONTHS[Number(parts[2]) - 1] + " " + parts[1] : "";
  }

  function findingName(finding) {
    if (!finding) return "";
    return (finding.kind.replace(/_/g, " ") + " " + finding.number).trim() + (finding.year ? " (" + finding.year + ")" : "");
  }

  /* Only our own source view is ever linked. */
  function source(url, options) {
    return /^\/documents\/[\w.~%-]+(\?[\w=&]*)?(#[\w=,]*)?$/.test(url) ? (options.base || "") + url : null;
  }

  function link(url, words, options, attributes) {
    var href = source(url, options);
    if (!href) return el("span", {}, words);
    var away = options.newTab ? { target: "_blank", rel: "noopener noreferrer" } : {};
    return el("a", Object.assign({ href: href, "class": "govuk-link" }, away, attributes), words);
  }

  function summary(citation) {
    return [citation.speaker, findingName(citation.finding), "page " + citation.page, date(citation.published)]
      .filter(Boolean).join(", ");
  }

  function row(list, name, value) {
    if (value) list.append(el("div", {}, el("dt", {}, name), el("dd", { dir: "auto" }, value)));
  }

  function drawCitation(citation, id, options) {
    var facts = el("dl", { "class": "iqa-facts" });
    row(facts, "Speaker", citation.speaker);
    row(facts, "Voice", VOICES[citation.voice] || citation.voice);
    row(facts, "Force", citation.force);
    row(facts, "About", findingName(citation.finding));
    row(facts, "Inspection", citation.finding && citation.finding.inspection);
    row(facts, "Due", citation.finding && date(citation.finding.due));
    row(facts, "Document", citation.title);
    row(facts, "Published", date(citation.published));
    row(facts, "Page", String(citation.page));
    return el("li", { "class": "iqa-citation", value: citation.number },
      el("details", { id: id },
        el("summary", {}, el("span", {}, "Source " + citation.number + ": " + summary(citation))),
        el("blockquote", { dir: "auto" }, citation.quote),
        facts,
        el("p", {}, link(citation.url, "Open source " + citation.number + (options.newTab ? " (opens in a new tab)" : ""),
          options, { "class": "govuk-link iqa-source" }))));
  }

  function chip(number, citation, id, root) {
    var name = "Source " + number + (citation ? ": " + summary(citation) : "");
    var mark = el("a", { "class": "iqa-chip", href: "#" + id, "aria-label": visible(name) }, String(number));
    mark.addEventListener("click", function (event) {
      event.preventDefault(); // the fragment would change the address of the page that embeds us
      var details = root.querySelector("#" + id);
      if (!details) return;
      details.open = true;
      var head = details.querySelector("summary");
      head.focus();
      head.scrollIntoView({ block: "nearest" });
    });
    return mark;
  }

  /* "Speaker, on recommendation 6: “words”" in two parts; a speaker who goes on is named once. */
  function parted(text) {
    var at = text.indexOf(": “");
    return at < 0 ? { lead: "", words: text } : { lead: text.slice(0, at + 1), words: text.slice(at + 2) };
  }

  function addStatement(list, statement, citations, prefix) {
    var parts = parted(statement.text), last = list.lastElementChild;
    var said = el("span", { "class": "iqa-said" }, parts.words + "\u00a0"); // a mark stays with its words
    statement.citations.forEach(function (number) {
      said.append(chip(number, citations[number], prefix + number, list.parentNode), " ");
    });
    if (last && parts.lead && last.iqaLead === parts.lead) {
      last.append(said);
      return;
    }
    var paragraph = el("p", { "class": "iqa-statement", dir: "auto" },
      parts.lead ? el("span", { "class": "iqa-lead" }, parts.lead + " ") : null, said);
    paragraph.iqaLead = parts.lead;
    list.append(paragraph);
  }

  function list(name, items) {
    var whole = el("ul", { "class": "govuk-list govuk-list--bullet " + name });
    items.forEach(function (item) { whole.append(el("li", { dir: "auto" }, item)); });
    return whole;
  }

  function drawUnderstood(understood) {
    var facts = el("dl", { "class": "iqa-facts" });
    row(facts, "Question", understood.standalone_question);
    row(facts, "Kind", understood.intent.replace(/_/g, " "));
    row(facts, "Forces", understood.forces.join(", "));
    row(facts, "Findings", understood.findings.join(", "));
    row(facts, "Voices", understood.voices.join(", "));
    row(facts, "Topic", understood.topic);
    return el("details", { "class": "iqa-understood" }, el("summary", {}, el("span", {}, "How the question was read")), facts);
  }

  function by(citations) {
    var found = {};
    citations.forEach(function (one) { found[one.number] = one; });
    return found;
  }

  function shell(options) {
    var level = "h" + (options.heading || 2), small = "h" + ((options.heading || 2) + 1);
    var head = el(level, { "class": "iqa-status", tabindex: "-1" }, "Answer");
    var statements = el("div", { "class": "iqa-statements" });
    var sources = el("ol", { "class": "iqa-citations" });
    var title = el(small, { "class": "govuk-heading-s", hidden: "" }, "Sources");
    var after = el("div", { "class": "iqa-after" });
    var whole = el("article", { "class": "iqa-answer" }, head, statements, title, sources, after);
    return { whole: whole, head: head, statements: statements, sources: sources, title: title, after: after, small: small };
  }

  function drawAfter(parts, answer, options) {
    if (answer.held && answer.held.length) {
      parts.after.append(el(parts.small, { "class": "govuk-heading-s" }, "What is held"), list("iqa-held", answer.held));
    }
    if (answer.nearest.length) {
      var near = el("ul", { "class": "govuk-list iqa-nearest" });
      answer.nearest.forEach(function (one) {
        near.append(el("li", {}, el("blockquote", { dir: "auto" }, one.quote),
          link(one.url, one.title + ", page " + one.page, options)));
      });
      parts.after.append(el(parts.small, { "class": "govuk-heading-s" }, "The nearest passages, which do not answer it"), near);
    }
    if (answer.notices.length) parts.after.append(list("iqa-notices", answer.notices));
    parts.after.append(drawUnderstood(answer.understood));
  }

  function fill(parts, answer, options) {
    var prefix = "iqa-" + answer.id.replace(/\W/g, "").slice(0, 8) + "-", citations = by(answer.citations);
    parts.whole.dataset.status = answer.status;
    parts.whole.dataset.id = answer.id;
    parts.head.textContent = STATUSES[answer.status] || answer.status;
    parts.statements.textContent = parts.sources.textContent = parts.after.textContent = "";
    answer.statements.forEach(function (one) { addStatement(parts.statements, one, citations, prefix); });
    if (!answer.statements.length) {
      parts.statements.append(el("p", { "class": "iqa-statement", dir: "auto" }, answer.answer));
    }
    answer.citations.forEach(function (one) { parts.sources.append(drawCitation(one, prefix + one.number, options)); });
    parts.title.hidden = parts.sources.hidden = !answer.citations.length;
    drawAfter(parts, answer, options);
  }

  function draw(answer, options) {
    var parts = shell(options || {});
    fill(parts, answer, options || {});
    return parts.whole;
  }

  function live(options) {
    var parts = shell(options || {}), citations = {};
    parts.whole.setAttribute("aria-busy", "true");
    parts.sources.hidden = true;
    return {
      element: parts.whole,
      head: parts.head,
      citation: function (one) { citations[one.number] = one; },
      delta: function (one) { addStatement(parts.statements, one.statement, citations, "iqa-live-"); },
      clear: function () { citations = {}; parts.statements.textContent = ""; },
      done: function (answer) {
        fill(parts, answer, options || {});
        parts.whole.removeAttribute("aria-busy");
      }
    };
  }

  function plain(answer, options) {
    var lines = [visible(answer.answer)];
    if (answer.citations.length) lines.push("");
    answer.citations.forEach(function (one) {
      lines.push("[" + one.number + "] “" + visible(one.quote).replace(/\s+/g, " ") + "” " + visible(summary(one)) +
        ". " + visible(one.title) + ". " + (source(one.url, options || {}) || ""));
    });
    return lines.join("\n");
  }

  inspectqa.answer = { draw: draw, live: live, plain: plain, el: el, visible: visible, date: date };
})(self.inspectqa = self.inspectqa || {});
