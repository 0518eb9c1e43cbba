"""Counts, for crates/lexicon/en/cues.tsv, how often a word form stands in a cue on PolNeAR train, by what follows and precedes."""
import json,re,sys
from collections import Counter,defaultdict
from pathlib import Path
LEXICON=str(Path(__file__).resolve().parents[1]/'en')
docs=[json.loads(l) for l in open(sys.argv[1])]
tags=defaultdict(set)
for l in open(LEXICON + '/words.tsv'):
    if l[0]!='#':
        t,ws=l.rstrip('\n').split('\t')
        for w in ws.split(): tags[w].add(t)
classes={}
for l in open(LEXICON + '/cue_classes.tsv'):
    if l[0]!='#' and l.strip():
        c,ws=l.rstrip('\n').split('\t')
        for w in ws.split(): classes.setdefault(w,c)
tok=re.compile(r"``|''|[A-Z](?:\.[A-Z])+\.?|\w+(?:[-.]\w+)*(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|d|m|ll)\b|\w+(?:[-.]\w+)*|\S")
def right(a,nxt):
    a=a.lower();T=set(tags.get(a,()))
    if a=='that': return 'that'
    if a=='to': return 'to' if (tags.get(nxt.lower(),set())&{'det','possessive','subject','object','that'} or nxt[:1].isupper()) is False or not (tags.get(nxt.lower(),set())&{'det','possessive','object'} or nxt[:1].isupper()) else 'prep'
    if 'relative' in T or a=='if': return 'wh'
    if a in ('"','“','``',"''",'«'): return 'quote'
    if 'subject' in T: return 'subject'
    if 'preposition' in T or 'of' in T or a=='as': return 'prep'
    if re.match(r'\W',a): return 'end'
    if T&{'coordinator','subordinator'}: return 'end'
    return 'np'
def left(p):
    T=set(tags.get(p.lower(),()))
    if p.lower() in ('i','we','you'): return 'first'
    if 'subject' in T: return 'third'
    if p.lower()=='to': return 'to'
    if 'det' in T or 'possessive' in T or p in ("'s",'’s'): return 'det'
    if T and set(T)&{'auxiliary'}: return 'aux'
    if T and set(T)&{'modal','negation'}: return 'modal'
    if T and set(T)&{'preposition','of'}: return 'prep'
    if p[:1].isupper(): return 'name'
    return 'other'
def quoted(text):
    inside=bytearray(len(text))
    for para in re.finditer(r"[^\n]+",text):
        start=None
        for m in re.finditer("''|``|[\"“”«»]",para.group()):
            at=para.start()+m.start()
            if start is None:
                if m.group() not in '”»': start=at
            elif m.group()!='“':
                inside[start:at]=b'\x01'*(at-start); start=None
            else: start=at
        if start is not None: inside[start:para.end()]=b'\x01'*(para.end()-start)
    return inside
R=['that','to','wh','quote','subject','np','prep','end']; L=['to','det','aux','modal','prep','first','third','name','other']
seen=Counter();cue=Counter();n=Counter();k=Counter()
for d in docs:
    t=d['text']
    inside=[False]*len(t)
    marks=quoted(t)
    for q in d['quotes']:
        for a,b in q['cue_spans']:
            for i in range(a,b): inside[i]=True
    ms=list(tok.finditer(t));ws=[m.group() for m in ms]
    for i,m in enumerate(ms):
        w=m.group().lower()
        if not w[0].isalpha() or marks[m.start()]: continue
        c=inside[m.start()]
        r=right(ws[i+1] if i+1<len(ws) else '.', ws[i+2] if i+2<len(ws) else '.'); l=left(ws[i-1] if i else '.')
        seen[w]+=1;n[w,r]+=1;n[w,'<'+l]+=1
        if c: cue[w]+=1;k[w,r]+=1;k[w,'<'+l]+=1
rows=[w for w in seen if (cue[w]>=3 and cue[w]/seen[w]>=.08 or w in classes) and not set(tags.get(w,()))&{'det','possessive','subject','object','preposition','of','coordinator','subordinator','relative','that','to','auxiliary','modal','negation','adverb'}]
rows+= [w for w in classes if w not in seen]
print("# Cue words by form: class, how often the form stands in a cue among how often it was seen in the training part of\n# PolNeAR 1.0 (counts are facts of ours, no text of it), overall, by what follows it and by what stands before it.\n# Made by crates/lexicon/derive/cues.py from cue_classes.tsv; '0/0' = never seen, the class's rate is used.")
print('form\tclass\tall\t'+'\t'.join(R)+'\t'+'\t'.join('<'+x for x in L))
for w in sorted(set(rows)):
    print('\t'.join([w,classes.get(w,'neutral'),f'{cue[w]}/{seen[w]}']+[f'{k[w,r]}/{n[w,r]}' for r in R]+[f'{k[w,"<"+l]}/{n[w,"<"+l]}' for l in L]))
