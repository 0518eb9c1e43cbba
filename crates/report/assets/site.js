// What pages do beyond what they do without script: an attribution in focus lights up its parts in the text.
"use strict";
(function () {
  var text = document.getElementById("text");
  if (!text) return;
  var lit = [];
  var cards = document.querySelector(".cards");

  function light(number, scroll) {
    lit.forEach(function (element) { element.classList.remove("on", "here"); });
    lit = Array.from(text.querySelectorAll('[data-a~="' + number + '"]'));
    lit.forEach(function (element) { element.classList.add("on"); });
    var card = document.getElementById("a" + number);
    if (!card) return;
    card.classList.add("here");
    lit.push(card);
    if (scroll && cards.scrollHeight > cards.clientHeight + 1) {
      cards.scrollTop += card.getBoundingClientRect().top - cards.getBoundingClientRect().top - 40;
    }
  }

  function numberOf(hash) {
    var found = /^#[ar](\d+)$/.exec(hash);
    return found ? found[1] : null;
  }

  text.addEventListener("click", function (event) {
    var part = event.target.closest("[data-a]");
    if (part && !event.target.closest("a")) light(part.dataset.a.split(" ")[0], true);
  });
  text.addEventListener("focusin", function (event) {
    var number = event.target.hash && numberOf(event.target.hash);
    if (number) light(number, true);
  });
  cards.addEventListener("focusin", function (event) {
    var card = event.target.closest(".card");
    if (card) light(card.id.slice(1), false);
  });
  cards.addEventListener("click", function (event) {
    var card = event.target.closest(".card");
    if (!card || event.target.closest("a, summary")) return;
    var number = card.id.slice(1);
    light(number, false);
    var place = document.getElementById("r" + number);
    if (place) place.scrollIntoView({ block: "center" });
  });

  function arrive() {
    var number = numberOf(location.hash);
    if (!number) return;
    light(number, true);
    var place = document.getElementById("r" + number);
    if (place && location.hash.charAt(1) === "a" && matchMedia("(min-width: 56rem)").matches) {
      place.scrollIntoView({ block: "center" });
    }
  }
  window.addEventListener("hashchange", arrive);
  arrive();
})();
