"""Chat templates of no family, for `styles.py`: what Python and Jinja do at the edges."""

EDGES = """\
{{ messages | tojson }}
{{ messages | tojson(indent=2) }}
{{ messages[-1] | tojson(separators=(',', ':'), sort_keys=true) }}
{{ {'n': none, 't': true, 'f': 1.0, 'e': 1e-5, 'g': 1e16, 'i': -3, 'l': [], 'd': {}, 's': 'ä"\\\\\\n'} | tojson(indent=1) }}
{{ messages[-1] | tojson(ensure_ascii=true) }}
{{ none }}|{{ true }}|{{ false }}|{{ 1.5 }}|{{ 2 // 1 }}|{{ 7 / 2 }}|{{ 2 ** 3 }}|{{ missing }}|{{ missing | default('d') }}
{{ ['a', 1, none, {'k': "it's"}] }}
{% for message in messages if message.role != 'system' %}
[{{ loop.index }}/{{ loop.length }}{{ ' last' if loop.last }}] {{ message.content.strip() | length }} {{ message.content | trim | length }} {{ message.get('name', '-') }} {{ message['content'][:3] | tojson }} {{ message.content.split() | length }} {{ message.content.upper() | tojson }}
{% if loop.index > 3 %}{% break %}{% endif %}
{% else %}
nobody
{% endfor %}
{% set ns = namespace(count=0, text='') %}
{% for key, value in {'one': 1, 'two': 2}.items() %}
    {% set ns.count = ns.count + value %}
    {% set ns.text = ns.text ~ key %}
    {% if value == 1 %}{% continue %}{% endif %}
  {{ key }}={{ value }}
{% endfor %}
{{ ns.count }} {{ ns.text }} {{ 'abc'[1] }} {{ 'abc'[-2:] }} {{ 'a,b'.split(',') | join('+') }} {{ 'x' in 'xyz' }} {{ 'abc' | upper | replace('B', '-') }}
{# a comment #}
{{ "%s and %d" | format("words", 3) }} {{ (1, 2) | list }} {{ [3, 1, 2] | sort | first }} {{ range(3) | list }} {{ 'ß'.upper() }} {{ 'a' ~ 1 ~ 2.5 }}
{% raw %}{{ not a tag }}{% endraw %}
   {%- if messages | selectattr('role', 'equalto', 'system') | list | length > 0 %} has a system message{% endif %}

{%+ if true %}  kept {% endif +%}
end
"""

LINE_ENDS = "{% for message in messages %}\r\n{{ message.role }}:\r\n{{ message.content }}\r\n{% endfor %}\rdone\r\n"
