"""Measures, for crates/lexicon/en/rule_confidence.tsv, how often each rule was right by its cue's probability:
confidence.py TRAIN.jsonl PRED.jsonl SCORER_DIR, where PRED holds each statement's `rule` and raw `score`."""
import sys
sys.path.insert(0,sys.argv[3])
import score_quotes as S
from collections import defaultdict
gold=S.load(sys.argv[1]);pred=S.load(sys.argv[2])
n=defaultdict(int);h=defaultdict(int)
for d,g in gold.items():
    t=g['text'];disc=S.letters(t,g.get('discard_spans',[]))
    p=[q for q in pred[d]['attributions'] if not(S.letters(t,q['content_spans'])&disc)]
    right={j for i,j in S.pair(g['quotes'],p,t,.8) if S.same_speaker(t,g['quotes'][i]['source_spans'],p[j]['source_spans'])}
    for j,q in enumerate(p):
        if not q['score']: continue # found without a cue: their confidence is read by eye
        b=min(9,int(q['score']*10)); n[q['rule'],b]+=1; h[q['rule'],b]+=j in right
print("# How often a rule's attributions were right in content (overlap 0.8) and source on PolNeAR train, by tenths of\n# the cue's probability (right/all). Made by crates/lexicon/derive/rule_confidence.py.")
for r in sorted({r for r,_ in n}): print('\t'.join([r]+[f'{h[r,b]}/{n[r,b]}' for b in range(10)]))
